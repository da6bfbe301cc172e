import { useId } from 'react';

/** Names who sees the value and since when, in any picture that is taken of it. */
export function Watermark({ text }: { text: string }) {
  const id = useId();
  return (
    <svg className="watermark" aria-hidden="true" data-watermark={text}>
      <defs>
        <pattern
          id={id}
          width="320"
          height="56"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-14)"
        >
          <text x="4" y="20">
            {text}
          </text>
          <text x="-120" y="48">
            {text}
          </text>
          <text x="200" y="48">
            {text}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}

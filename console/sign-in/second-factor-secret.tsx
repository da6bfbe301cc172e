import { useEffect, useState } from 'react';
import { encode } from 'uqr';

import { Code } from '../interface/details.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Loading } from '../interface/page.tsx';
import type { Authentication } from '../session/authentication.ts';
import { signInFailureText } from '../session/sign-in-failure.ts';

const ISSUER = 'Tokenization gateway';

/** The form that authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
function keyUri(username: string, secret: string): string {
  const label = encodeURIComponent(`${ISSUER}:${username}`);
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(ISSUER)}`;
}

function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      role="img"
      aria-label="QR code with the key below, for an authenticator app"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}

/** Asks for a secret once, and shows it in both forms that apps take. It is gone with the page. */
export function SecondFactorSecret({ authentication }: { authentication: Authentication }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    authentication.beginSecondFactor().then(setSecret, setFailure);
  }, [authentication]);
  if (failure !== null) return <FailureNotice failure={failure} textOf={signInFailureText} />;
  if (secret === null) return <Loading what="a key" />;
  return (
    <div className="secret">
      <QrCode text={keyUri(authentication.username(), secret)} />
      <div>
        <p>Scan this with an authenticator app, or enter the key by hand:</p>
        <p className="secret-key">
          <Code>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</Code>
        </p>
      </div>
    </div>
  );
}

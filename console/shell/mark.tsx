/** The product's mark; the name stands beside it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="mark" aria-hidden="true">
      <rect className="mark-ground" width="32" height="32" rx="7" />
      <path className="mark-letter" d="M9 10h14M16 10v5" />
      <circle className="mark-ring" cx="16" cy="21" r="4" />
    </svg>
  );
}

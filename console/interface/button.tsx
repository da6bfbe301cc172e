import type { ButtonHTMLAttributes } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'plain' | 'danger' | 'bare';
  /** Whether what it started is under way. */
  readonly isBusy?: boolean;
}

/** A button that says when it is at work, and cannot be pressed twice meanwhile. */
export function Button({ look = 'plain', isBusy = false, ...attributes }: ButtonProps) {
  const { className = '', children, disabled = false, type = 'button', ...others } = attributes;
  return (
    <button
      {...others}
      type={type}
      className={`button button-${look} ${className}`}
      disabled={disabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
    >
      {isBusy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

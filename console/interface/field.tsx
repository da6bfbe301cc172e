import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes } from 'react';

/** What ties a control to its label, hint and error. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly isOptional?: boolean;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A label, a control, what helps to fill it in and what is wrong with it. */
export function Field({ label, hint, error, isOptional = false, children }: FieldProps) {
  const id = useId();
  const isWrong = typeof error === 'string' && error !== '';
  const described = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-error` : ''];
  const control: ControlProps = {
    id,
    'aria-describedby': described.filter((one) => one !== '').join(' ') || undefined,
    'aria-invalid': isWrong || undefined,
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {isOptional && <span className="field-optional"> optional</span>}
      </label>
      {children(control)}
      {hint !== undefined && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div className="field-error" id={`${id}-error`} aria-live="polite">
        {error}
      </div>
    </div>
  );
}

type Labelled = Omit<FieldProps, 'children'>;

export interface TextFieldProps extends Labelled, InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, error, isOptional = false, ...input }: TextFieldProps) {
  const { ref, className = '', ...attributes } = input;
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <input {...attributes} {...control} ref={ref} className={`control ${className}`} />
      )}
    </Field>
  );
}

export interface SelectFieldProps extends Labelled, SelectHTMLAttributes<HTMLSelectElement> {
  /** Value and text. */
  readonly choices: readonly (readonly [value: string, text: string])[];
}

export function SelectField({ label, hint, error, choices, ...select }: SelectFieldProps) {
  const { isOptional = false, ...attributes } = select;
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <select {...attributes} {...control} className="control">
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { useState } from 'react';
import type { DOMAttributes, Ref } from 'react';

import type { DataClass } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Field } from '../interface/field.tsx';
import type { ControlProps } from '../interface/field.tsx';
import { CLASS_WORDS } from '../interface/words.ts';
import { CLASS_OFFERS } from './class-table.ts';
import { useValue } from './value-state.ts';
import type { ValueElement, ValueHandle } from './value-state.ts';

export interface ValueFieldProps {
  readonly ref: Ref<ValueHandle>;
  readonly dataClass: DataClass;
  readonly onEdit: () => void;
}

/** Nothing offers to remember the value, to correct it, or to send it elsewhere for spelling. */
const UNREMEMBERED = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  translate: 'no',
  'data-1p-ignore': true,
  'data-lpignore': 'true',
} as const;

/** The field for a value: uncontrolled, so that the value is in no attribute and no state. */
export function ValueField({ ref, dataClass, onEdit }: ValueFieldProps) {
  const [isHidden, setHidden] = useState(false);
  const { recognised, problem, events, keep } = useValue(ref, dataClass, onEdit);
  const { hint } = CLASS_OFFERS[dataClass];
  return (
    <div className="value-field">
      <Field
        label={CLASS_WORDS[dataClass]}
        hint={recognised === null ? hint : <strong className="recognised">{recognised}</strong>}
        error={problem}
      >
        {(control) => <ValueControl {...{ dataClass, isHidden, control, events, keep }} />}
      </Field>
      <Button
        look="bare"
        aria-pressed={isHidden}
        onClick={() => {
          setHidden(!isHidden);
        }}
      >
        Hide while typing
      </Button>
    </div>
  );
}

interface ValueControlProps {
  readonly dataClass: DataClass;
  readonly isHidden: boolean;
  readonly control: ControlProps;
  readonly events: Pick<DOMAttributes<ValueElement>, 'onInput' | 'onPaste' | 'onBlur'>;
  readonly keep: (shown: ValueElement | null) => void;
}

function ValueControl({ dataClass, isHidden, control, events, keep }: ValueControlProps) {
  const className = `control value ${isHidden ? 'value-hidden' : ''}`;
  const common = { ...control, ...UNREMEMBERED, ...events, className };
  return dataClass === 'TEXT' ? (
    <textarea {...common} ref={keep} rows={4} />
  ) : (
    <input {...common} ref={keep} type="text" inputMode={CLASS_OFFERS[dataClass].keyboard} />
  );
}

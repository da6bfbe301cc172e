import type { DataClass, TokenFormat, TokenizeInput } from '../generated/operations.ts';
import { SelectField, TextField } from '../interface/field.tsx';
import { FORMAT_WORDS } from '../interface/words.ts';
import { textIn } from '../sign-in/form-text.ts';
import { CLASS_OFFERS } from './class-table.ts';

const SAMENESS_WORDS = [
  ['', 'As usual for the class'],
  ['true', 'The same token each time'],
  ['false', 'A new token each time'],
] as const;

const LIFETIMES = [
  ['', 'Until it is revoked'],
  ['1', '1 hour'],
  ['24', '1 day'],
  ['720', '30 days'],
] as const;

/** What may be left as it is. Only what the class offers is there to choose. */
export function TokenOptions({ dataClass }: { dataClass: DataClass }) {
  const { formats, equality } = CLASS_OFFERS[dataClass];
  const lifetimes = dataClass === 'CVC' ? LIFETIMES.slice(1, 2) : LIFETIMES;
  return (
    <details className="options">
      <summary>Options</summary>
      <div className="options-grid">
        <SelectField
          label="Format"
          name="format"
          choices={formats.map((format) => [format, FORMAT_WORDS[format]])}
        />
        {equality !== 'REFUSED' && (
          <SelectField label="Equal values get" name="deterministic" choices={SAMENESS_WORDS} />
        )}
        <SelectField label="It resolves" name="hours" choices={lifetimes} />
        <TextField label="Uses" name="uses" type="number" min={1} max={1_000_000} isOptional />
      </div>
    </details>
  );
}

const HOUR_MS = 3_600_000;

/** The options as the API takes them; what was left open is left out. */
export function optionsIn(
  form: FormData,
  dataClass: DataClass,
): Omit<TokenizeInput, 'dataClass' | 'plaintext'> {
  const [hours, uses] = [textIn(form, 'hours'), textIn(form, 'uses')];
  const [sameness, customClass] = [textIn(form, 'deterministic'), textIn(form, 'custom-class')];
  const expiry = new Date(Date.now() + Number(hours) * HOUR_MS).toISOString();
  return {
    format: textIn(form, 'format') as TokenFormat,
    ...(sameness === '' ? {} : { deterministic: sameness === 'true' }),
    // A card code ends within the hour by itself.
    ...(hours === '' || dataClass === 'CVC' ? {} : { expiresAt: expiry }),
    ...(uses === '' ? {} : { maxUses: Number(uses) }),
    ...(customClass === '' ? {} : { customClass: customClass.trim() }),
  };
}

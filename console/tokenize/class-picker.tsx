import type { DataClass } from '../generated/operations.ts';
import { CLASS_WORDS } from '../interface/words.ts';
import { CLASSES } from './class-table.ts';

export interface ClassPickerProps {
  readonly chosen: DataClass;
  readonly onChoose: (dataClass: DataClass) => void;
}

export function ClassPicker({ chosen, onChoose }: ClassPickerProps) {
  return (
    <fieldset className="choices">
      <legend className="field-label">What kind of value is it?</legend>
      <div className="choices-list">
        {CLASSES.map((dataClass) => (
          <label key={dataClass} className="choice">
            <input
              type="radio"
              name="data-class"
              value={dataClass}
              checked={dataClass === chosen}
              onChange={() => {
                onChoose(dataClass);
              }}
            />
            <span>{CLASS_WORDS[dataClass]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

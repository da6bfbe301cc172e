import { useRef, useState } from 'react';

import { change } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { MakeTokenDocument } from '../generated/operations.ts';
import type { DataClass, TokenViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { useTask } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import { ClassPicker } from './class-picker.tsx';
import { optionsIn, TokenOptions } from './token-options.tsx';
import { ValueField } from './value-field.tsx';
import type { ValueHandle } from './value-state.ts';

/** Sends the value, and clears it once its token is here. */
function useTokenizing(dataClass: DataClass, onMade: (token: TokenViewFragment) => void) {
  const { client } = useConsole();
  const value = useRef<ValueHandle>(null);
  const key = useIdempotencyKey();
  const task = useTask(async (form: FormData) => {
    const plaintext = value.current?.read() ?? '';
    const options = { ...optionsIn(form, dataClass), idempotencyKey: key.current() };
    const input = { dataClass, plaintext, ...options };
    const { tokenize } = await change(client, MakeTokenDocument, { input });
    value.current?.clear();
    key.renew();
    onMade(tokenize);
  });
  return { value, key, task };
}

export function TokenizeForm({ onMade }: { onMade: (token: TokenViewFragment) => void }) {
  const [dataClass, setDataClass] = useState<DataClass>('PAN');
  const { value, key, task } = useTokenizing(dataClass, onMade);
  const choose = (chosen: DataClass) => {
    value.current?.clear();
    task.forget();
    setDataClass(chosen);
  };
  return (
    <form
      className="form"
      autoComplete="off"
      noValidate
      onChange={key.renew}
      onSubmit={(event) => {
        event.preventDefault();
        if (value.current?.isRefused() === false) task.start(new FormData(event.currentTarget));
      }}
    >
      <ClassPicker chosen={dataClass} onChoose={choose} />
      {dataClass === 'CUSTOM' && (
        <TextField label="Name of the class" name="custom-class" autoComplete="off" required />
      )}
      <ValueField key={dataClass} ref={value} dataClass={dataClass} onEdit={key.renew} />
      <TokenOptions key={`${dataClass}-options`} dataClass={dataClass} />
      <FailureNotice failure={task.failure} textOf={failureText} />
      <Button type="submit" look="primary" isBusy={task.isBusy}>
        Tokenize
      </Button>
    </form>
  );
}

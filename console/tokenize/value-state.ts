import { useImperativeHandle, useRef, useState } from 'react';
import type { ClipboardEvent, Ref } from 'react';

import type { DataClass } from '../generated/operations.ts';
import { judge, tidy } from './value-rules.ts';
import type { Verdict } from './value-rules.ts';

/** Where a value is typed. The element holds it, and nothing else of the page does. */
export interface ValueHandle {
  /** What is to be sent. */
  read(): string;
  /** Says what is wrong, and answers whether anything is. */
  isRefused(): boolean;
  clear(): void;
}

export type ValueElement = HTMLInputElement | HTMLTextAreaElement;

const NOTHING: Verdict = { problem: null, recognised: null };
const MISSING: Verdict = { problem: 'Enter a value.', recognised: null };

/** Pasted text goes in tidied, so that what is seen is what is sent. */
function pasteTidied(event: ClipboardEvent<ValueElement>, dataClass: DataClass): void {
  if (dataClass === 'TEXT') return;
  event.preventDefault();
  const { currentTarget: field, clipboardData } = event;
  const text = tidy(dataClass, clipboardData.getData('text/plain'));
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
}

/** What is known of the value in an element, and whether it is time to say what is wrong. */
function useJudgement(element: { readonly current: ValueElement | null }, dataClass: DataClass) {
  const [verdict, setVerdict] = useState(NOTHING);
  const [isTold, setTold] = useState(false);
  const read = () => tidy(dataClass, element.current?.value ?? '');
  const look = (ofNothing: Verdict) => {
    const value = read();
    const found = value === '' ? ofNothing : judge(dataClass, value);
    setVerdict(found);
    return found;
  };
  const forget = () => {
    setVerdict(NOTHING);
    setTold(false);
  };
  const problem = isTold ? verdict.problem : null;
  return { recognised: verdict.recognised, problem, read, look, setTold, forget };
}

/** Judges the value while it is typed; says what is wrong once the field is left, not before. */
export function useValue(ref: Ref<ValueHandle>, dataClass: DataClass, onEdit: () => void) {
  const element = useRef<ValueElement | null>(null);
  const { read, look, setTold, forget, ...shown } = useJudgement(element, dataClass);
  const tell = () => {
    look(NOTHING);
    setTold(read() !== '');
  };
  useImperativeHandle(ref, () => ({
    read,
    isRefused: () => {
      const { problem } = look(MISSING);
      setTold(true);
      if (problem !== null) element.current?.focus();
      return problem !== null;
    },
    clear: () => {
      if (element.current !== null) element.current.value = '';
      forget();
    },
  }));
  const events = {
    onInput: () => {
      look(NOTHING);
      onEdit();
    },
    onPaste: (event: ClipboardEvent<ValueElement>) => {
      pasteTidied(event, dataClass);
      tell();
      onEdit();
    },
    onBlur: tell,
  };
  const keep = (shown: ValueElement | null) => {
    element.current = shown;
  };
  return { ...shown, events, keep };
}

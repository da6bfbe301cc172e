/**
 * A released value on its way to the screen. Pages hand this around and not the text, for what React
 * was given it may keep until it draws again.
 */
export interface ShownValue {
  /** Nothing once it was forgotten. */
  read(): string;
  forget(): void;
}

export function createShownValue(plaintext: string): ShownValue {
  let text = plaintext;
  return {
    read: () => text,
    forget: () => {
      text = '';
    },
  };
}

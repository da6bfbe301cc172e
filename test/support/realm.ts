import { types } from 'node:util';

const isInstance = Function.prototype[Symbol.hasInstance];

/**
 * Jest runs tests in a realm of their own, where an error that Node made is no `Error`; the SDK then
 * wraps a broken connection and its name is lost. In a function there is one realm: this makes it so.
 */
export function joinRealms(): void {
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      const isOurs = isInstance.call(this as typeof Error, value);
      return isOurs || (this === Error && types.isNativeError(value));
    },
  });
}

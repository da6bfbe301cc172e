/**
 * The program that turns a fresh V8 context into an APPSYNC_JS realm. It is source text, not
 * functions: a function of the host handed into the realm would hand out the host's own realm.
 *
 * It keeps what APPSYNC_JS has, deletes the rest, freezes everything that code can reach, and
 * answers with three functions: `load(json)` parses and freezes a part of contexts that several calls
 * share, `give(json, request, field)` hands over a call with its parts, `run() -> json` runs it. Every
 * call makes the module anew, so nothing outlives a call.
 */
export const REALM_SOURCE = String.raw`(function (makeModule) {
  'use strict';
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf, deleteProperty, apply } = Reflect;
  const { freeze, defineProperty, keys, assign } = Object;
  const { parse, stringify } = JSON;
  const clock = Date;
  const hosts = globalThis;
  const failure = Error;
  const nativeReplace = String.prototype.replace;
  const nativeReplaceAll = String.prototype.replaceAll;
  const patternCharacters = /[\\^$.*+?()[\]{}|]/;
  const referenceCharacters = /[\\$]/;
  const test = RegExp.prototype.test;
  const arrayIterator = getPrototypeOf([][Symbol.iterator]());
  const stringIterator = getPrototypeOf(''[Symbol.iterator]());
  const wrongPattern = TypeError;

  const literalOnly = (native) => ({ replace(pattern, replacement) {
    const plain = typeof pattern === 'string' && typeof replacement === 'string' &&
      !apply(test, patternCharacters, [pattern]) && !apply(test, referenceCharacters, [replacement]);
    if (!plain) throw new wrongPattern('replace is supported for literal text only');
    return apply(native, this, [pattern, replacement]);
  } }).replace;

  const keep = (object, names) => {
    for (const key of ownKeys(object)) {
      if (typeof key === 'string' && !names.includes(key)) deleteProperty(object, key);
    }
  };
  const arrayMethods = ['concat', 'every', 'fill', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex',
    'flat', 'flatMap', 'forEach', 'includes', 'indexOf', 'join', 'lastIndexOf', 'length', 'map', 'pop', 'push',
    'reduce', 'reduceRight', 'reverse', 'shift', 'slice', 'some', 'sort', 'splice', 'toString', 'unshift'];
  const stringMethods = ['at', 'charAt', 'concat', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'length',
    'replace', 'replaceAll', 'slice', 'split', 'startsWith', 'substring', 'toLowerCase', 'toString', 'toUpperCase',
    'trim', 'trimEnd', 'trimStart', 'valueOf'];
  const visibleGlobals = ['Object', 'Number', 'Math', 'JSON', 'Error', 'undefined', 'NaN', 'Infinity'];

  let state = null;

  const plain = (value) => (value === undefined ? null : parse(stringify(value) ?? 'null'));
  const text = (value) => (value === undefined || value === null ? null : '' + value);
  const report = (message, type, data, info) =>
    ({ message: text(message) ?? '', errorType: text(type), data: plain(data), errorInfo: plain(info) });

  // xoshiro128**, seeded for every call with 128 random bits by the host.
  const rotate = (x, k) => (x << k) | (x >>> (32 - k));
  const next = () => {
    const s = state.seed;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotate(s[3], 11);
    return result;
  };
  const imul = Math.imul;
  const hex = (n) => ('00000000' + n.toString(16)).slice(-8);
  const uuid = () => {
    const b = hex(next()), c = hex(next()), d = hex(next());
    const variant = '89ab'[next() & 3];
    return hex(next()) + '-' + b.slice(0, 4) + '-4' + b.slice(5) + '-' + variant + c.slice(1, 4) + '-' + c.slice(4) + d;
  };

  const util = {
    error(message, type, data, info) { throw { kind: 'error', error: report(message, type, data, info) }; },
    appendError(message, type, data, info) { state.appended.push(report(message, type, data, info)); },
    unauthorized() { throw { kind: 'error', error: report(state.unauthorized, 'Unauthorized') }; },
    authType() { return state.authType; },
    autoId() { return uuid(); },
    time: {
      nowISO8601() { return new clock().toISOString(); },
      nowEpochSeconds() { return Math.floor(clock.now() / 1000); },
      nowEpochMilliSeconds() { return clock.now(); },
    },
  };
  const runtime = {
    earlyReturn(value, options) {
      throw { kind: 'early', value: plain(value), skipTo: text(options?.skipTo) };
    },
  };
  const imports = { util, runtime };

  const safeParse = (source) => {
    try { return parse(source); } catch { return ''; }
  };

  defineProperty(JSON, 'parse', { value: ({ parse(source) { return safeParse(source); } }).parse });
  defineProperty(String.prototype, 'replace', { value: literalOnly(nativeReplace) });
  defineProperty(String.prototype, 'replaceAll', { value: literalOnly(nativeReplaceAll) });

  // V8 asks this realm first how to format a stack; without an answer it would ask the host's code.
  Error.prepareStackTrace = (error, frames) => {
    for (const frame of frames) {
      if (frame.getFileName() === 'code.js') return frame.getLineNumber() + ':' + frame.getColumnNumber();
    }
    return '';
  };

  const errors = [Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError, AggregateError];
  for (const type of errors) keep(type.prototype, ['name', 'message', 'toString']);
  for (const type of errors) keep(type, ['prototype', 'stackTraceLimit', 'prepareStackTrace']);
  for (const type of [Date, RegExp, Symbol, BigInt, Promise, Map, Set]) deleteProperty(type.prototype, 'constructor');
  keep(Array.prototype, arrayMethods);
  keep(String.prototype, stringMethods);
  keep(Number.prototype, ['toString', 'toFixed', 'valueOf']);
  keep(Boolean.prototype, ['toString', 'valueOf']);
  keep(Function.prototype, []);
  keep(Object.prototype, ['hasOwnProperty', 'toString', 'valueOf']);
  keep(Object, ['assign', 'entries', 'hasOwn', 'keys', 'values', 'prototype']);
  keep(Number, ['isFinite', 'isNaN', 'prototype']);
  keep(Math, ['random', 'min', 'max', 'round', 'floor', 'ceil', 'imul']);
  keep(JSON, ['parse', 'stringify']);

  // A frozen prototype forbids objects to have such a property of their own by assignment; AWS does not.
  for (const name of ['hasOwnProperty', 'toString', 'valueOf']) {
    const value = Object.prototype[name];
    defineProperty(Object.prototype, name, {
      get() { return value; },
      set(own) {
        if (this === Object.prototype) return;
        defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  }

  const seen = new Set();
  const harden = (value) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
    seen.add(value);
    for (const key of ownKeys(value)) {
      const { value: inner, get, set } = getOwnPropertyDescriptor(value, key);
      harden(inner); harden(get); harden(set);
    }
    harden(getPrototypeOf(value));
    freeze(value);
  };
  const roots = [Object, Number, Math, JSON, Array.prototype, String.prototype, Boolean.prototype, Function.prototype,
    arrayIterator, stringIterator, Symbol.prototype, RegExp.prototype, clock.prototype, imports,
    ...errors, ...errors.map((type) => type.prototype)];
  for (const root of roots) harden(root);
  for (const name of ownKeys(hosts)) {
    if (typeof name === 'string' && !visibleGlobals.includes(name)) deleteProperty(hosts, name);
  }

  const freezeDeep = (value) => {
    if (value === null || typeof value !== 'object') return value;
    for (const key of keys(value)) freezeDeep(value[key]);
    return freeze(value);
  };

  // Of the shared parts, the caller's variables belong under info, which is the field's own.
  const contextOf = ({ context: own, request, field }) => {
    for (const key of keys(own)) if (key !== 'stash') freezeDeep(own[key]);
    if (request === null) return freeze(own);
    const { variables, ...shared } = request;
    const info = freeze({ ...field.info, variables });
    return freeze(assign({}, field, { args: field.arguments }, shared, { info }, own));
  };

  const attempt = (call) => {
    try {
      const module = makeModule(imports);
      if (call.handler === null) {
        return { kind: typeof module.request === 'function' && typeof module.response === 'function' ? 'value' : 'incomplete' };
      }
      const value = module[call.handler](contextOf(call));
      return { kind: 'value', value: value === undefined ? null : value };
    } catch (caught) {
      if (!(caught instanceof failure)) return caught;
      return { kind: 'code', name: '' + caught.name, message: '' + caught.message, place: '' + caught.stack };
    }
  };

  const load = (json) => freezeDeep(parse(json));

  let given = null;
  const give = (json, request, field) => {
    given = { ...parse(json), request, field };
  };

  const run = () => {
    const call = given;
    given = null;
    state = { seed: call.seed, appended: [], authType: call.authType, unauthorized: call.unauthorized };
    const outcome = attempt(call);
    const appended = state.appended;
    state = null;
    try {
      return stringify({ outcome, appended, stash: call.context?.stash ?? null });
    } catch (caught) {
      return stringify({ outcome: { kind: 'code', name: 'TypeError', message: '', place: '' }, appended, stash: null });
    }
  };

  return freeze({ load: freeze(load), give: freeze(give), run: freeze(run) });
})`;

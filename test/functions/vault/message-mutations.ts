const LAYOUT = {
  suite: 1,
  messageId: 3,
  contextLength: 35,
  pairCount: 37,
} as const;

/** The fields of a message of version 2 with one encrypted data key, up to the body. */
export function fieldsOfHeader(message: Buffer) {
  const { contextLength } = LAYOUT;
  const keyCount = contextLength + 2 + message.readUInt16BE(contextLength);
  const providerLength = keyCount + 2;
  const infoLength = providerLength + 2 + message.readUInt16BE(providerLength);
  const wrappedLength = infoLength + 2 + message.readUInt16BE(infoLength);
  const contentType = wrappedLength + 2 + message.readUInt16BE(wrappedLength);
  const [frameLength, commitment] = [contentType + 1, contentType + 5];
  const headerTag = commitment + 32;
  const lengths = { contextLength, keyCount, providerLength, infoLength, wrappedLength };
  return {
    ...LAYOUT,
    ...lengths,
    contentType,
    frameLength,
    commitment,
    headerTag,
    body: headerTag + 16,
  };
}

export function flipped(message: Buffer, bit: number): Buffer {
  const copy = Buffer.from(message);
  const at = bit >> 3;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

export function replaced(message: Buffer, offset: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(message);
  bytes.copy(copy, offset);
  return copy;
}

function uint(size: number, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) bytes.writeBigUInt64BE(BigInt(value));
  else bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** One message for each bit that is flipped: every bit, or one in `step`. */
export function bitFlips(message: Buffer, step: number): Buffer[] {
  const count = Math.ceil((message.length * 8) / step);
  return Array.from({ length: count }, (_, at) => flipped(message, at * step));
}

/** A message cut before each of its bytes. */
export function truncations(message: Buffer): Buffer[] {
  return Array.from({ length: message.length }, (_, length) => message.subarray(0, length));
}

export function extensions(message: Buffer): Buffer[] {
  const tails = [0, 255].flatMap((fill) => [1, 2, 16, 100].map((size) => Buffer.alloc(size, fill)));
  const { body } = fieldsOfHeader(message);
  return [...tails, message, message.subarray(body)].map((tail) => Buffer.concat([message, tail]));
}

/** Other versions, suites, content types, numbers of keys and pairs. */
export function otherKinds(message: Buffer): Buffer[] {
  const fields = fieldsOfHeader(message);
  const bytes = Array.from({ length: 256 }, (_, value) => uint(1, value));
  const suites = [0x14, 0x46, 0x78, 0x114, 0x146, 0x178, 0x214, 0x346, 0x378, 0x477, 0x578, 0];
  return [
    ...bytes.map((version) => replaced(message, 0, version)),
    ...bytes.map((type) => replaced(message, fields.contentType, type)),
    ...suites.map((suite) => replaced(message, fields.suite, uint(2, suite))),
    ...[0, 2, 65_535].map((count) => replaced(message, fields.keyCount, uint(2, count))),
    ...[0, 1, 65_535].map((count) => replaced(message, fields.pairCount, uint(2, count))),
  ].filter((one) => !one.equals(message));
}

/** Every length field, with lengths that are not there. */
export function hugeLengths(message: Buffer): Buffer[] {
  const fields = fieldsOfHeader(message);
  const isFramed = message[fields.contentType] === 2;
  const sizes = [0, 1, 0x7fff, 0xffff];
  const short = [
    fields.contextLength,
    fields.providerLength,
    fields.infoLength,
    fields.wrappedLength,
  ].flatMap((offset) => sizes.map((size) => replaced(message, offset, uint(2, size))));
  const frame = [0, 1, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff].map((size) =>
    replaced(message, fields.frameLength, uint(4, size)),
  );
  // Of a message in one frame, or in none.
  const content = [0, 1, 0x7fff_ffff, 0xffff_ffff].map((size) =>
    replaced(message, fields.body + (isFramed ? 20 : 16), uint(4, size)),
  );
  const long = [2 ** 32, 2 ** 36 - 32, Number.MAX_SAFE_INTEGER, 2 ** 63].map((size) =>
    isFramed ? message : replaced(message, fields.body + 12, uint(8, size)),
  );
  return [...short, ...frame, ...content, ...long].filter((one) => !one.equals(message));
}

/** The frames of a message in frames of `frameBytes`, the final one last. */
function framesOf(message: Buffer, frameBytes: number): Buffer[] {
  const { body } = fieldsOfHeader(message);
  const size = 4 + 12 + frameBytes + 16;
  const count = Math.floor((message.length - body - 40) / size);
  const starts = Array.from({ length: count + 1 }, (_, at) => body + at * size);
  return starts.map((start, at) => message.subarray(start, starts[at + 1] ?? message.length));
}

/** The number and IV of another frame. */
function renumbered(frame: Buffer, sequenceNumber: number): Buffer {
  const offset = frame.readUInt32BE() === 0xffff_ffff ? 4 : 0;
  const once = replaced(frame, offset, uint(4, sequenceNumber));
  return replaced(once, offset + 12, uint(4, sequenceNumber));
}

/** Frames exchanged, left out, repeated and numbered otherwise. */
export function otherFrames(message: Buffer, frameBytes: number): Buffer[] {
  const head = message.subarray(0, fieldsOfHeader(message).body);
  const frames = framesOf(message, frameBytes);
  const [first = head, second = head, ...others] = frames;
  const orders = [
    [second, first, ...others],
    [renumbered(second, 1), renumbered(first, 2), ...others],
    [second, ...others],
    [first, ...others],
    [renumbered(second, 1), ...others],
    [first, first, second, ...others],
    frames.slice(0, -1),
    frames.slice(-1),
    [renumbered(frames.at(-1) ?? head, 1)],
    [],
    ...[0, 2, 2 ** 31, 2 ** 32 - 2].map((number) => [renumbered(first, number), second, ...others]),
  ];
  return orders.map((order) => Buffer.concat([head, ...order]));
}

/** Each field of one message in the place of the other's; both have the same layout. */
export function exchanges(message: Buffer, other: Buffer): Buffer[] {
  const offsets = Object.values(fieldsOfHeader(message)).sort((one, two) => one - two);
  const ends = [...offsets.slice(1), message.length];
  return [
    ...offsets.map((start, at) => replaced(message, start, other.subarray(start, ends[at]))),
    // All from a field on, and all up to it.
    ...offsets.map((start) => replaced(message, start, other.subarray(start))),
    ...offsets.map((start) => replaced(message, 0, other.subarray(0, start))),
  ].filter((one) => !one.equals(message) && !one.equals(other));
}

/** Who is told of alarms: an e-mail address, or the ARN of a queue or a function. */
const EMAIL = /^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const RECEIVER = /^arn:aws:(sqs|lambda):[a-z0-9-]+:\d{12}:[\w:-]+$/;

export const isAlarmTarget = (target: string): boolean =>
  EMAIL.test(target) || RECEIVER.test(target);

/** The protocol of SNS by which a target is told. */
export function protocolOf(target: string): string {
  return RECEIVER.exec(target)?.[1] ?? 'email';
}

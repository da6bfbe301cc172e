/** An error of S3. The message is fixed: nothing received is ever in one. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.status = status;
  }
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const accessDenied = () => new S3Error('AccessDenied', 403, 'Access Denied');
export const noSuchKey = () => new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
export const preconditionFailed = () =>
  new S3Error(
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
  );
export const notImplemented = () =>
  new S3Error('NotImplemented', 501, 'This is not supported on loopback.');
export const badDigest = () =>
  new S3Error('BadDigest', 400, 'The checksum you specified did not match what we received.');

/** Where this KMS pretends to be. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** The caller, as policies see it. */
export interface Principal {
  readonly arn: string;
  /** The role's ARN for a role session, else `arn`: what `aws:PrincipalArn` holds. */
  readonly principalArn: string;
  readonly account: string;
}

const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;

export const keyArn = ({ region, account }: Place, keyId: string) =>
  `arn:aws:kms:${region}:${account}:key/${keyId}`;

export const aliasArn = ({ region, account }: Place, alias: string) =>
  `arn:aws:kms:${region}:${account}:${alias}`;

/** Strips this KMS's own ARN prefix; other ARNs come back whole and then match no key. */
export function localName(place: Place, name: string): string {
  const keys = keyArn(place, '');
  const everything = aliasArn(place, '');
  if (name.startsWith(keys)) return name.slice(keys.length);
  return name.startsWith(`${everything}alias/`) ? name.slice(everything.length) : name;
}

/** A session's ARN lacks its role's path, so roles with a path are named by their own ARN. */
export function parsePrincipal(arn: string): Principal {
  const session = SESSION.exec(arn);
  const account = arn.split(':')[4] ?? '';
  if (session === null) return { arn, principalArn: arn, account };
  return { arn, principalArn: `arn:aws:iam::${account}:role/${session[2] ?? ''}`, account };
}

/** A finding of a pack of rules that is right about the template and wrong about this gateway. */
export interface Exception {
  /** How the rule's name ends, after the name of its pack. */
  readonly rule: RegExp;
  /** Where: a path of constructs. */
  readonly at: RegExp;
  readonly reason: string;
}

const BUCKETS = /^(Trail\/Files|Audit\/Checkpoints)\//;

/** All exceptions from the packs of cdk-nag; nothing is acknowledged anywhere else. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: /^ASC3$/,
    at: /^(Gateway\/Api|Orders\/OrdersApi)\/Resource$/,
    reason: 'It demands that the API logs the content of requests, and so the numbers of cards.',
  },
  {
    rule: /^WAFv2LoggingEnabled$/,
    at: /^(Gateway|Orders)\/Firewall$/,
    reason: 'The log of a firewall holds what it inspected: requests, and so values.',
  },
  {
    rule: /^LambdaDLQ$/,
    at: /^(Functions|Charge|Orders)\/\w+\/Resource$/,
    reason: 'An event that holds plaintext must not be kept in a queue.',
  },
  {
    rule: /^IAM5\[Resource::\*\]$/,
    at: /^(Functions\/\w+Role|Charge\/Role)\/DefaultPolicy\/Resource$/,
    reason:
      'EC2 knows no resource for network interfaces of functions; their code is refused them.',
  },
  {
    rule: /^IAM5\[Resource::(<\w+\.Arn>|\{"Fn::GetStackOutput":\{[^{}]*\}\}):\*\]$/,
    at: /(ScheduleRole|DataSourceRole)\/DefaultPolicy\/Resource$/,
    reason: 'Versions and aliases of the one function that the role is named after.',
  },
  {
    rule: /^IAM5\[Resource::arn:aws:s3:::[\w-]+\/checkpoints\/\*\]$/,
    at: /^Functions\/auditSealerRole\/DefaultPolicy\/Resource$/,
    reason: 'Checkpoints are objects of which each window adds one; the bucket lets it only add.',
  },
  {
    rule: /^IAM5\[Resource::arn:aws:iam::\d{12}:role\/cdk-hnb659fds-\*\]$/,
    at: /^Pipeline\/Deployer$/,
    reason: 'The roles of the bootstrap, which carry account and region in their names.',
  },
  {
    rule: /^IAM5\[Resource::\*\]$/,
    at: /^Orders\/FunctionRole\/DefaultPolicy\/Resource$/,
    reason: 'X-Ray knows no resource for the segments of a trace.',
  },
  {
    rule: /^LambdaInsideVPC$/,
    at: /^Orders\/Function\/Resource$/,
    reason: 'It has tokens and calls the API from outside, as any application does.',
  },
  {
    rule: /^CFR[1-4]$/,
    at: /^Console\/Distribution$/,
    reason: 'A page without data, the same for everybody; what it calls has a firewall of its own.',
  },
  {
    rule: /^(S1|S3BucketLoggingEnabled|S3BucketReplicationEnabled|S3DefaultEncryptionKMS)$/,
    at: /^Console\/Page\//,
    reason: 'The files of the page, which everybody gets and every deployment writes anew.',
  },
  {
    rule: /^IAMNoInlinePolicy$/,
    at: /./,
    reason:
      'A policy of its own role can be attached to no other; the prover reads no managed one.',
  },
  {
    rule: /^(S1|S3BucketLoggingEnabled)$/,
    at: BUCKETS,
    reason:
      'CloudTrail can record who does what here; an access log would need a bucket like these.',
  },
  {
    rule: /^(S10|S3BucketSSLRequestsOnly)$/,
    at: /^(Trail\/Files|Audit\/Checkpoints|Console\/Page)\//,
    reason:
      'Their policies say so by fixed ARNs, which the pack does not know; a rule of ours does.',
  },
  {
    rule: /^S3BucketReplicationEnabled$/,
    at: BUCKETS,
    reason: 'A copy would have a policy of its own; the lock keeps what is here.',
  },
  {
    rule: /^(S3DefaultEncryptionKMS|CloudTrailEncryptionEnabled)$/,
    at: /^(Trail\/(Files\/|Trail$)|Audit\/Checkpoints\/)/,
    reason: 'Evidence must not depend on a key that somebody can delete; it holds no values.',
  },
  {
    rule: /^CloudTrailCloudWatchLogsEnabled$/,
    at: /^Trail\/Trail$/,
    reason:
      'What alarms is counted by the functions; a copy of the trail would be easier to reach.',
  },
  {
    rule: /^CloudWatchLogGroupEncrypted$/,
    at: /./,
    reason: 'Logs hold no values and mask what looks like one; CloudWatch encrypts them.',
  },
  {
    rule: /^VPCDefaultSecurityGroupClosed$/,
    at: /\/Vpc\/Resource$/,
    reason: 'Emptying it takes a function outside the network; nothing uses it.',
  },
  {
    rule: /^VPCNoUnrestrictedRouteToIGW$/,
    at: /^Charge\/Vpc\/natSubnet\d\/DefaultRoute$/,
    reason:
      'The way out of the gateway behind the firewall; no function stands there, as is proved.',
  },
];

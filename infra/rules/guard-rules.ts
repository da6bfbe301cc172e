import type { ValidationRuleSource } from 'aws-cdk-lib';

/**
 * Guard rules for the linter inside CDK, beside its own: they read the templates as they are written, by
 * an engine that is not ours.
 * https://docs.aws.amazon.com/cfn-guard/latest/ug/writing-rules.html
 */
export const GUARD_RULES: readonly ValidationRuleSource[] = [
  {
    name: 'tokenization-gateway',
    content: `
let apis = Resources.*[ Type == 'AWS::AppSync::GraphQLApi' ]
rule api_logs_no_content when %apis !empty {
  %apis.Properties.LogConfig.ExcludeVerboseContent == true
  %apis.Properties.LogConfig.FieldLogLevel == 'NONE'
}

let tables = Resources.*[ Type == 'AWS::DynamoDB::GlobalTable' ]
rule tables_have_keys_of_ours when %tables !empty {
  %tables.Properties.Replicas[*].SSESpecification.KMSMasterKeyId exists
}

let buckets = Resources.*[ Type == 'AWS::S3::Bucket' Properties.BucketName == /-(checkpoints|trail)-/ ]
rule records_are_locked when %buckets !empty {
  %buckets.Properties.ObjectLockEnabled == true
  %buckets.Properties.VersioningConfiguration.Status == 'Enabled'
}

let functions = Resources.*[ Type == 'AWS::Lambda::Function' Properties.FunctionName == /-(vault|key-admin|cvc-sweeper|rewrap|audit-sealer|anomaly-watch)-function$|-charge$/ ]
rule functions_stand_in_a_network when %functions !empty {
  %functions.Properties.VpcConfig.SubnetIds !empty
}
`,
  },
];

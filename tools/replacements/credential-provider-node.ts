/**
 * Stands in for the AWS SDK's chain of credential providers in function bundles. Lambda gives a
 * function the credentials of its role as environment variables; files, single sign-on and instance
 * metadata are no places where a vault should look for others.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';

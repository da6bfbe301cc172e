import { Duration } from 'aws-cdk-lib';
import { GraphWidget, LogQueryWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { metric } from './alarm.ts';
import { apiMetric } from './api-alarms.ts';
import { ANOMALY_METRICS, WATCH_METRICS } from './anomaly-alarms.ts';
import { AUDIT_METRICS } from './audit-alarms.ts';
import { FUNCTION_METRICS } from './function-alarms.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { chargeFunctionName, functionName } from './names.ts';
import type { FunctionId } from './names.ts';

const PERIOD = Duration.minutes(5);
const HALF = 12;

const FUNCTIONS: readonly FunctionId[] = [
  ...(['vault', 'keyAdmin', 'rewrap', 'auditSealer', 'anomalyWatch', 'cvcSweeper'] as const),
];

/** What CloudWatch has of KMS: calls of the account by operation, against its quota. */
const KMS_CALLS = ['Decrypt', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt', 'Sign'];

function graph(title: string, left: readonly Metric[], statistic = 'Sum'): IWidget {
  const metrics = left.map((one) => one.with({ statistic, period: PERIOD }));
  return new GraphWidget({ title, left: metrics, width: HALF, liveData: false });
}

const counted = (title: string, names: readonly string[]): IWidget =>
  graph(
    title,
    names.map((name) => metric(name)),
  );

const functionsOf = (config: DeploymentConfig): string[] => [
  ...FUNCTIONS.map((id) => functionName(config, id)),
  ...(config.processors === undefined ? [] : [chargeFunctionName(config)]),
];

function ofFunctions(config: DeploymentConfig, metricName: string): Metric[] {
  return functionsOf(config).map(
    (FunctionName) =>
      new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap: { FunctionName } }),
  );
}

const ofApi = (apiId: string, name: string): Metric => apiMetric({ apiId }, name);

function ofKms(metricName: string): Metric[] {
  return KMS_CALLS.map(
    (Resource) =>
      new Metric({
        namespace: 'AWS/Usage',
        metricName,
        dimensionsMap: { Service: 'KMS', Type: 'API', Class: 'None', Resource },
      }),
  );
}

function apiWidgets(config: DeploymentConfig, apiId: string): IWidget[] {
  return [
    graph('Latency of the API, p99 (ms)', [ofApi(apiId, 'Latency')], 'p99'),
    graph('Errors of the API', [ofApi(apiId, '4XXError'), ofApi(apiId, '5XXError')]),
    graph('Duration of functions, p99 (ms)', ofFunctions(config, 'Duration'), 'p99'),
    graph('Functions without an answer', ofFunctions(config, 'Errors')),
    graph('Functions throttled', ofFunctions(config, 'Throttles')),
    graph('Calls of functions', ofFunctions(config, 'Invocations')),
  ];
}

function chargeWidgets(config: DeploymentConfig): IWidget[] {
  if (config.processors === undefined) return [];
  const own = chargeFunctionName(config);
  const of = (name: string): Metric[] =>
    ofFunctions(config, name).filter(({ dimensions }) => dimensions?.FunctionName === own);
  return [
    graph('Charges, and those without an answer', [...of('Invocations'), ...of('Errors')]),
    graph('How long processors take, p99 (ms)', of('Duration'), 'p99'),
  ];
}

/** What the functions count, by what it is about: each of their metrics stands in one of these. */
function countedWidgets(): IWidget[] {
  const functions = Object.keys(FUNCTION_METRICS).filter((name) => !name.includes('Rewrap'));
  return [
    counted('Damage, refusals of services, codes kept too long', [...functions, 'Unavailable']),
    counted('Refused, and plaintexts released', ['Refused', 'Released']),
    refused(),
    counted('The audit trail', Object.keys(AUDIT_METRICS)),
    counted('Sealing and watching', [
      'WindowSealed',
      'WindowWatched',
      ...Object.keys(WATCH_METRICS),
    ]),
    counted('Unusual actors', Object.keys(ANOMALY_METRICS)),
    counted('Rewrap', ['RewrapStuck']),
  ];
}

/** Whom plaintexts went to. Actors are too many for a dimension, so this asks the log. */
function released(logGroup: string): IWidget {
  return new LogQueryWidget({
    title: 'Plaintexts by actor',
    logGroupNames: [logGroup],
    queryLines: [
      'filter ispresent(Released)',
      'stats sum(Released) as plaintexts by actor',
      'sort plaintexts desc',
      'limit 20',
    ],
    width: HALF,
  });
}

/** Each code has a line of its own: which there are, CloudWatch finds out. */
function refused(): IWidget {
  const search = `SEARCH('{TokenizationGateway,code} MetricName="Refused"', 'Sum', 300)`;
  return new GraphWidget({
    title: 'Refusals by code',
    left: [new MathExpression({ expression: search, label: '', period: PERIOD })],
    width: HALF,
  });
}

/** A line of the vault's log names the error behind what was unavailable: throttling among them. */
function faults(logGroup: string): IWidget {
  return new LogQueryWidget({
    title: 'What services answered instead',
    logGroupNames: [logGroup],
    queryLines: ['filter ispresent(fault)', 'stats count(*) by fault', 'sort by fault'],
    width: HALF,
  });
}

/** Widgets in order; `vaultLogs` is the name of the vault function's log group. */
export function dashboardWidgets(
  config: DeploymentConfig,
  parts: { readonly apiId: string; readonly vaultLogs: string },
): IWidget[] {
  return [
    ...apiWidgets(config, parts.apiId),
    ...countedWidgets(),
    ...chargeWidgets(config),
    graph('Calls to KMS', ofKms('CallCount')),
    released(parts.vaultLogs),
    faults(parts.vaultLogs),
  ];
}

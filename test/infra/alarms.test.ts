import { readdirSync, readFileSync } from 'node:fs';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { PROCESSOR } from './charging.ts';
import { resourcesOf, synthesize } from './templates.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
}

const NAMESPACE = 'TokenizationGateway';
const LINK = / What to do: (docs\/[a-z-]+\.md)#([a-z]+)$/;

const read = (path: string): string => readFileSync(path, 'utf8');

/** Every metric that the functions may count: the compiler lets them count no other. */
function metricNames(): string[] {
  const [, union = ''] = /export type MetricName =([^;]+);/.exec(
    read('functions/vault/metrics.ts'),
  ) ?? [''];
  return [...union.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

function sourcesOfFunctions(): string {
  return readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'vault/metrics.ts')
    .map((name) => read(`functions/${name}`))
    .join('\n');
}

describe('the alarms', () => {
  const templates = synthesize({
    ...SANDBOX,
    processors: { example: PROCESSOR },
    alarmTargets: ['on-call@example.com', 'arn:aws:sqs:us-east-1:111111111111:alarms'],
  });
  const alarms = Object.values(templates)
    .flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties as unknown as Alarm);
  const ours = alarms.filter((alarm) => alarm.Namespace === NAMESPACE);

  test('watch each metric that the functions count, and none that nothing counts', () => {
    expect(metricNames().length).toBeGreaterThan(20);
    expect(ours.map(({ MetricName }) => MetricName).sort()).toEqual(metricNames().sort());
    const sources = `${sourcesOfFunctions()}${read('functions/vault/metrics.ts')}`;
    for (const name of metricNames()) {
      // Once in the list of names, and at least once where it is counted.
      expect(sources.split(`'${name}'`).length - 1).toBeGreaterThan(1);
    }
  });

  test.each(['KeyUnavailable', 'TableUnavailable', 'InternalFailure', 'OverdueCode', 'Tampering'])(
    'hear of one %s',
    (name) => {
      expect(ours.filter(({ MetricName }) => MetricName === name)).toMatchObject([
        {
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          TreatMissingData: 'notBreaching',
        },
      ]);
    },
  );

  test('hear of every function that ends without an answer, and of a sweeper that does not run', () => {
    const functions = Object.values(templates).flatMap((template) =>
      resourcesOf(template, 'AWS::Lambda::Function'),
    );
    expect(functions).toHaveLength(7);
    const ofLambda = alarms.filter((alarm) => alarm.Namespace === 'AWS/Lambda');
    const errors = ofLambda.filter(({ MetricName }) => MetricName === 'Errors');
    expect(errors).toHaveLength(functions.length);
    expect(new Set(errors.map((alarm) => JSON.stringify(alarm))).size).toBe(functions.length);
    expect(ofLambda.filter(({ MetricName }) => MetricName === 'Invocations')).toMatchObject([
      { ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
    ]);
  });

  test('each name an entry of the runbook that is there, and each entry an alarm', () => {
    const links = alarms.map(({ AlarmDescription }) => LINK.exec(AlarmDescription)?.slice(1) ?? []);
    const headings = (path: string) =>
      [...read(path).matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name.toLowerCase());
    for (const [path = '', anchor = ''] of links) expect(headings(path)).toContain(anchor);
    const named = links.map(([, anchor]) => anchor);
    expect(new Set(named).size).toBe(named.length);
    expect(headings('docs/runbook.md').sort()).toEqual([...named].sort());
  });

  test('tell a topic that is there before them, when they start and when they are over', () => {
    const topic = 'arn:aws:sns:us-east-1:111111111111:tokenization-sandbox-alarms';
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    }
    const told = resourcesOf(templates.Alarms, 'AWS::SNS::Subscription').map(
      ({ Properties: { Protocol, Endpoint } }) => [Protocol, Endpoint],
    );
    expect(told).toEqual([
      ['email', 'on-call@example.com'],
      ['sqs', 'arn:aws:sqs:us-east-1:111111111111:alarms'],
    ]);
  });

  test('stand on one dashboard, and so does every metric that the functions count', () => {
    const [dashboard] = resourcesOf(templates.Observability, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    for (const { AlarmName } of alarms) expect(body).toContain(`:alarm:${AlarmName}`);
    for (const name of metricNames()) expect(body).toContain(`\\"${name}\\"`);
    for (const name of ['Latency', '4XXError', '5XXError', 'Throttles', 'Duration', 'CallCount']) {
      expect(body).toContain(`\\"${name}\\"`);
    }
    expect(body).toContain('tokenization-sandbox-charge');
  });

  test('lead nowhere within the runbook but to its own entries', () => {
    const runbook = read('docs/runbook.md');
    const anchors = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    for (const [, anchor] of runbook.matchAll(/\]\(#(\w+)\)/g)) expect(anchors).toContain(anchor);
  });
});

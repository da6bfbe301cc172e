import { textsOf } from '../assembly.ts';
import type { Resource } from '../assembly.ts';
import type { Model } from '../model.ts';
import { isObject, listOf } from '../stack-template.ts';
import type { Properties } from '../stack-template.ts';

const isOnly = (value: unknown, text: string): boolean =>
  JSON.stringify(listOf(value)) === JSON.stringify([text]);

const HTTPS = JSON.stringify([{ FromPort: 443, ToPort: 443 }]);

function groupsOf(model: Model, references: unknown): (Resource | undefined)[] {
  const groups = model.assembly.ofType('AWS::NetworkFirewall::RuleGroup');
  return listOf(references)
    .filter(isObject)
    .map(({ ResourceArn }) => groups.find(({ name }) => name === ResourceArn));
}

/** Hands TCP on port 443 to the stateful rules, and does nothing else. */
function isHandedOn(rule: unknown): boolean {
  const definition = isObject(rule) ? rule.RuleDefinition : undefined;
  if (!isObject(definition) || !isObject(definition.MatchAttributes)) return false;
  const { Protocols, SourcePorts, DestinationPorts } = definition.MatchAttributes;
  const ports = [SourcePorts, DestinationPorts].map((one) => JSON.stringify(one));
  return (
    isOnly(definition.Actions, 'aws:forward_to_sfe') &&
    JSON.stringify(Protocols) === '[6]' &&
    ports.includes(HTTPS)
  );
}

function sourceOf(model: Model, group: Resource): Properties {
  const rules = model.assembly.property(group, 'RuleGroup');
  const source = isObject(rules) ? rules.RulesSource : undefined;
  return isObject(source) ? source : {};
}

function isTlsOnly(model: Model, group: Resource | undefined): boolean {
  if (group?.properties.Type !== 'STATELESS') return false;
  const { StatelessRulesAndCustomActions: rules } = sourceOf(model, group);
  return isObject(rules) && listOf(rules.StatelessRules).every(isHandedOn);
}

/** What a list of hosts lets through; nothing that is told of a group of another kind. */
function hostsOf(model: Model, group: Resource | undefined): string[] {
  const source = group === undefined ? {} : sourceOf(model, group);
  const { RulesSourceList: list, ...others } = source;
  const isList = isObject(list) && Object.keys(others).length === 0;
  if (!isList || list.GeneratedRulesType !== 'ALLOWLIST') return ['*'];
  return isOnly(list.TargetTypes, 'TLS_SNI') ? textsOf(list.Targets) : ['*'];
}

function drops(policy: Properties): boolean {
  const { StatefulEngineOptions: options } = policy;
  return (
    isOnly(policy.StatelessDefaultActions, 'aws:drop') &&
    isOnly(policy.StatelessFragmentDefaultActions, 'aws:drop') &&
    isObject(options) &&
    options.RuleOrder === 'STRICT_ORDER' &&
    options.StreamExceptionPolicy === 'DROP' &&
    textsOf(policy.StatefulDefaultActions).includes('aws:drop_established')
  );
}

/** The subnets in which a firewall has its endpoints. */
export function standsIn({ assembly }: Model, firewall: Resource): unknown[] {
  return listOf(assembly.property(firewall, 'SubnetMappings'))
    .filter(isObject)
    .map(({ SubnetId }) => SubnetId);
}

/** Hosts that a firewall lets TLS through to; `*` where there is no end to them. */
export function hostsBehind(model: Model, firewall: Resource): string[] {
  const { assembly } = model;
  const policy = assembly
    .ofType('AWS::NetworkFirewall::FirewallPolicy')
    .find(({ name }) => name === assembly.property(firewall, 'FirewallPolicyArn'));
  const rules = policy && assembly.property(policy, 'FirewallPolicy');
  if (!isObject(rules) || !drops(rules)) return ['*'];
  const stateless = groupsOf(model, rules.StatelessRuleGroupReferences);
  if (!stateless.every((one) => isTlsOnly(model, one))) return ['*'];
  return groupsOf(model, rules.StatefulRuleGroupReferences)
    .flatMap((one) => hostsOf(model, one))
    .sort();
}

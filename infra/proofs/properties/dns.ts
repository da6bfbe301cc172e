import { textsOf } from '../assembly.ts';
import type { Resource } from '../assembly.ts';
import type { Model } from '../model.ts';
import { isObject, listOf } from '../stack-template.ts';
import type { Properties } from '../stack-template.ts';

const of = ({ assembly }: Model, type: string): Resource[] =>
  assembly.ofType(`AWS::Route53Resolver::Firewall${type}`);

/** The rules of the only group of a network, first things first. */
function rulesOf(model: Model, vpc: string): Properties[] | undefined {
  const { assembly } = model;
  const groups = of(model, 'RuleGroupAssociation')
    .filter((one) => assembly.property(one, 'VpcId') === vpc)
    .map((one) => assembly.property(one, 'FirewallRuleGroupId'));
  const group = of(model, 'RuleGroup').find(({ name }) => name === groups[0]);
  if (group === undefined || groups.length > 1) return undefined;
  const rules = listOf(assembly.property(group, 'FirewallRules')).filter(isObject);
  return [...rules].sort((one, another) => Number(one.Priority) - Number(another.Priority));
}

function namesOf(model: Model, rule: Properties): string[] {
  const list = of(model, 'DomainList').find(({ name }) => name === rule.FirewallDomainListId);
  // A list that is not of the deployment may have anything in it.
  return list === undefined ? ['*'] : textsOf(model.assembly.property(list, 'Domains'));
}

const failsOpen = (model: Model, vpc: string): boolean =>
  of(model, 'Config').some(
    (one) =>
      model.assembly.property(one, 'ResourceId') === vpc &&
      one.properties.FirewallFailOpen !== 'DISABLED',
  );

/** Everything of every kind: a rule about one type of question lets the others through. */
const blocksAll = (model: Model, rule: Properties | undefined): boolean =>
  rule?.Action === 'BLOCK' && rule.Qtype === undefined && namesOf(model, rule).includes('*');

/** Names that may be asked for in a network; `*` where there is no end to them. */
export function namesAnswered(model: Model, vpc: string): string[] {
  const rules = rulesOf(model, vpc);
  if (rules === undefined || failsOpen(model, vpc) || !blocksAll(model, rules.at(-1))) return ['*'];
  return rules
    .filter(({ Action }) => Action !== 'BLOCK')
    .flatMap((rule) => namesOf(model, rule))
    .sort();
}

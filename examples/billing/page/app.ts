import { cognitoAuth } from '../../../client/auth.ts';
import { GatewayError } from '../../../client/gateway-error.ts';
import { createGateway } from '../../../client/gateway.ts';
import type { Overview } from '../billing.ts';
import type { UserPool } from '../identity.ts';
import { Refusal } from '../requests.ts';
import { loadOverview, sendOrder, sendReport } from './orders-api.ts';
import type { Services } from './orders-api.ts';
import { signIn } from './session.ts';

interface Configuration {
  readonly graphql: string;
  readonly cognito: UserPool;
}

const SECTIONS = ['orders', 'new-order', 'report'];
const CENTS = 100;

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
}

function input(id: string): HTMLInputElement {
  return element(id) as HTMLInputElement;
}

/** What a field holds, which it holds no longer. */
function take(id: string): string {
  const { value } = input(id);
  input(id).value = '';
  return value;
}

const MESSAGES: Readonly<Record<string, string>> = {
  CARD_NUMBER: 'Put the card number into its own field only.',
  INVALID_PLAINTEXT: 'This is no valid card number.',
  NOT_AUTHORIZED: 'You may not do this: ask for the group tokenizers.',
};

function describe(error: unknown): string {
  const isCoded = error instanceof GatewayError || error instanceof Refusal;
  if (!isCoded) return error instanceof Error ? error.message : 'It failed.';
  return MESSAGES[error.code] ?? `It failed: ${error.code}.`;
}

function say(text: string): void {
  element('message').textContent = text;
}

/** Does something once its form is sent, never twice at the same time, and says what came of it. */
function onSubmit(section: string, work: () => Promise<string>): void {
  const form = element(section).querySelector('form');
  const button = form?.querySelector('button');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    button?.toggleAttribute('disabled', true);
    say('');
    void work()
      .then(say, (error: unknown) => {
        say(describe(error));
      })
      .finally(() => button?.toggleAttribute('disabled', false));
  });
}

function row(cells: readonly string[]): HTMLTableRowElement {
  const made = document.createElement('tr');
  for (const text of cells) made.insertCell().textContent = text;
  return made;
}

function line(text: string): HTMLLIElement {
  const made = document.createElement('li');
  made.textContent = text;
  return made;
}

const money = (cents: number) => (cents / CENTS).toFixed(2);

function show({ orders, repeatCards, suspectOrders }: Overview): void {
  const rows = orders.map((one) =>
    row([one.name, one.description, money(one.amount_cents), one.card_masked]),
  );
  element('order-table')
    .querySelector('tbody')
    ?.replaceChildren(...rows);
  const repeated = repeatCards.map((one) =>
    line(`${one.card_masked}: ${one.orders} orders, ${money(one.total_cents)} in all`),
  );
  element('repeat-cards').replaceChildren(...repeated);
  const suspect = suspectOrders.map((one) =>
    line(`${one.name}: ${one.card_masked}, ${one.reason}`),
  );
  element('suspect-orders').replaceChildren(...suspect);
}

/** Shows the section that the address names; the list is loaded anew each time. */
async function navigate(services: Services): Promise<void> {
  const [first = ''] = SECTIONS;
  const named = location.hash.slice(1);
  const current = SECTIONS.includes(named) ? named : first;
  for (const id of SECTIONS) element(id).hidden = id !== current;
  if (current === first) show(await loadOverview(services));
}

function openForms(services: Services): void {
  let id = crypto.randomUUID();
  onSubmit('new-order', async () => {
    await sendOrder(services, {
      id,
      name: input('order-name').value,
      description: input('order-description').value,
      amountCents: Math.round(Number(input('order-amount').value) * CENTS),
      card: take('order-card'),
    });
    id = crypto.randomUUID();
    location.hash = '#orders';
    return 'The order is placed.';
  });
  onSubmit('report', async () => {
    await sendReport(services, take('report-card'), input('report-reason').value);
    return 'The card is reported.';
  });
}

const response = await fetch('/config.json');
const { graphql, cognito } = (await response.json()) as Configuration;
onSubmit('sign-in', async () => {
  const idToken = await signIn(cognito, input('username').value, take('password'));
  const gateway = createGateway({ endpoint: graphql, auth: cognitoAuth(idToken) });
  const services = { gateway, idToken, origin: location.origin };
  const go = () => {
    navigate(services).catch((error: unknown) => {
      say(describe(error));
    });
  };
  openForms(services);
  window.addEventListener('hashchange', go);
  element('sign-in').hidden = true;
  element('navigation').hidden = false;
  go();
  return '';
});

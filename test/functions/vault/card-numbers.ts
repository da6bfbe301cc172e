/** Numbers of cards that pass Luhn; each `number` below 10^9 gives another one. */
export function pan(number: number): string {
  const body = `400000${String(number).padStart(9, '0')}`;
  const sum = Array.from(body).reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Where the Cognito client keeps what it remembers: in this page's memory, and nowhere else. */
export function createMemoryStorage() {
  const items = new Map<string, string>();
  return {
    setItem: (key: string, value: string) => {
      items.set(key, value);
    },
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => {
      items.delete(key);
    },
    clear: () => {
      items.clear();
    },
  };
}

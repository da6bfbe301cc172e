import { readdirSync, readFileSync } from 'node:fs';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md']
  .concat(readdirSync('docs').map((name) => `docs/${name}`))
  .filter((path) => path.endsWith('.md'));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
};

test.each(DOCUMENTS)('%s names only scripts that are there', (path) => {
  const named = readFileSync(path, 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g);
  for (const [, name] of named) expect(Object.keys(scripts)).toContain(name);
});

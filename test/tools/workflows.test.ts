import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = '.github/workflows';

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const lines = readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n');
  const saying = (word: string) => lines.filter((line) => line.includes(word));

  test('runs actions by commit, with the release beside it', () => {
    expect(saying('uses:').length).toBeGreaterThan(0);
    for (const line of saying('uses:')) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('knows no secret, and leaves no credentials in the checkout', () => {
    expect(saying('secrets.')).toEqual([]);
    expect(saying('persist-credentials: false')).toHaveLength(saying('actions/checkout@').length);
  });

  test('may read the repository, and only what deploys may ask for an ID token', () => {
    const at = lines.indexOf('permissions:');
    const end = lines.indexOf('', at);
    const more = file === 'deploy.yml' ? ['  id-token: write'] : [];
    expect(lines.slice(at, end)).toEqual(['permissions:', '  contents: read', ...more]);
    expect(saying('permissions')).toHaveLength(1);
  });

  test('puts nothing that somebody typed into a command', () => {
    const commands = lines.filter((line) => /^\s*(- )?run:/.test(line));
    expect(commands.filter((line) => line.includes('${{'))).toEqual([]);
  });
});

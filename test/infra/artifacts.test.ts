import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArtifactError, openArtifacts } from '../../infra/artifacts.ts';
import { createBuildFolder } from './build-folder.ts';

describe('the bundles to deploy', () => {
  const build = createBuildFolder();
  const artifacts = openArtifacts(build.path);
  afterAll(() => {
    build.remove();
  });

  test('are found by the names of functions and resolvers', () => {
    expect(artifacts.functionFolder('vault')).toBe(join(build.path, 'functions', 'vault'));
    expect(artifacts.resolverCode('Query.me')).toContain('export function request');
    expect(artifacts.resolverCode('pipeline/identify')).toContain('export function request');
  });

  test('that were not built are refused with the file and the command that builds it', () => {
    unlinkSync(join(build.path, 'resolvers', 'Query.token.js'));
    const missing = /Query\.token\.js does not exist: run `npm run build` first\./;
    expect(() => artifacts.resolverCode('Query.token')).toThrow(missing);
    expect(() => artifacts.functionFolder('unbuilt')).toThrow(ArtifactError);
  });

  test('beyond what AppSync takes are refused', () => {
    writeFileSync(join(build.path, 'resolvers', 'Query.me.js'), ' '.repeat(32_769));
    expect(() => artifacts.resolverCode('Query.me')).toThrow('32768 characters');
  });
});

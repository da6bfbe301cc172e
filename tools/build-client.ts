import { buildClientPackage } from './client-package.ts';

await buildClientPackage('build/client');

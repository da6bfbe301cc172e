import { runChild } from '../protocol/child.ts';
import { startCognito } from './service.ts';
import type { CognitoConfig } from './service.ts';

runChild<CognitoConfig>(startCognito);

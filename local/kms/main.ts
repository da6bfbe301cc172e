import { runChild } from '../protocol/child.ts';
import { startKms } from './service.ts';
import type { KmsConfig } from './service.ts';

// A process of its own: the Lambda's process never holds key material.
runChild<KmsConfig>((config) => startKms(config));

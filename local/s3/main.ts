import { runChild } from '../protocol/child.ts';
import { startS3 } from './service.ts';
import type { S3Config } from './service.ts';

runChild<S3Config>(startS3);

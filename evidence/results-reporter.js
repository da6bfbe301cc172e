import { tsImport } from 'tsx/esm/api';

/**
 * Jest's reporter that writes build/test-results.json. Jest loads it outside of its transforms and
 * demands a default export.
 */
export default class ResultsReporter {
  async onRunStart() {
    const { startRecording } = await tsImport('./results-reporter.ts', import.meta.url);
    this.finish = startRecording();
  }

  onRunComplete(_, { testResults }) {
    this.finish(testResults);
  }
}

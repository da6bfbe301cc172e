import type { JobViewFragment } from '../generated/operations.ts';
import { BarList } from '../dashboard/bar-list.tsx';
import { momentText } from '../interface/time.tsx';
import { sentenceCase, shortId } from '../interface/words.ts';

/** How many records a rewrap found under each version of the branch key. */
export function Census({ job }: { job: JobViewFragment }) {
  const versions = job.census.map(({ keyVersion, records }) => ({
    name: `${shortId(keyVersion)}${keyVersion === job.keyVersion ? ' (active)' : ''}`,
    title: keyVersion,
    count: records,
  }));
  return (
    <div className="stack">
      <p className="field-hint">
        {sentenceCase(job.state)}, last seen {momentText(job.updatedAt)}
        {job.failed > 0 && `; ${String(job.failed)} records were left as they were`}
      </p>
      {versions.length > 0 && <BarList entries={versions} />}
    </div>
  );
}

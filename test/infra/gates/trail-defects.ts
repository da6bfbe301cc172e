import { part, statement } from './damage.ts';
import type { Defect } from './defect.ts';

const TRAIL = 'AWS::CloudTrail::Trail';

/** Ways to do something to the account of which the trail does not tell. */
export const TRAIL_DEFECTS: readonly Defect[] = [
  {
    defect: 'Trails of other accounts deliver files as if they were of this one',
    gate: 'CloudTrail adds the files of the trail; nobody changes or removes one',
    damage: (damaged) => {
      const policy = damaged.properties('AWS::S3::BucketPolicy', 'Files').PolicyDocument;
      delete part(statement(policy, 'CloudTrailDelivers'), 'Condition', 'StringEquals')[
        'aws:SourceArn'
      ];
    },
  },
  {
    defect: 'A file of the trail can be altered unseen',
    gate: 'The trail shows when one of its files was altered',
    damage: (damaged) => {
      damaged.properties(TRAIL).EnableLogFileValidation = false;
    },
  },
  {
    defect: 'The trail is made and not switched on',
    gate: 'The trail is on, of every region and of global services',
    damage: (damaged) => {
      damaged.properties(TRAIL).IsLogging = false;
    },
  },
  {
    defect: 'The trail has writes to tables and nothing of the account',
    gate: 'The trail has what is done to the account',
    damage: (damaged) => {
      const selector = part(damaged.properties(TRAIL), 'AdvancedEventSelectors', 0);
      part(selector, 'FieldSelectors', 0).Equals = ['Data'];
    },
  },
  {
    defect: 'The trail lies in a bucket of others',
    gate: 'The trail lies in the bucket from which nobody removes',
    damage: (damaged) => {
      damaged.properties(TRAIL).S3BucketName = 'elsewhere';
    },
  },
];

import { useEffect, useState } from 'react';

import { Button } from '../interface/button.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card, Loading } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import { signInFailureText } from '../session/sign-in-failure.ts';
import { CodeField, codeIn } from '../sign-in/code-form.tsx';
import { SecondFactorSecret } from '../sign-in/second-factor-secret.tsx';

type Standing = 'unknown' | 'on' | 'off' | 'enrolling';

function Enrolment({ onDone }: { onDone: () => void }) {
  const { authentication } = useConsole();
  const task = useTask(async (form: FormData) => {
    await authentication.enableSecondFactor(codeIn(form));
    onDone();
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start(new FormData(event.currentTarget));
      }}
    >
      <SecondFactorSecret authentication={authentication} />
      <FailureNotice failure={task.failure} textOf={signInFailureText} />
      <CodeField label="Code that the app shows" />
      <Button type="submit" look="primary" isBusy={task.isBusy}>
        Turn on
      </Button>
    </form>
  );
}

/** A code of an authenticator app with every sign-in. */
export function SecondFactor() {
  const { authentication } = useConsole();
  const [standing, setStanding] = useState<Standing>('unknown');
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    authentication.hasSecondFactor().then((isOn) => {
      setStanding(isOn ? 'on' : 'off');
    }, setFailure);
  }, [authentication]);
  const to = (next: Standing) => () => {
    setStanding(next);
  };
  return (
    <Card title="Second factor">
      <FailureNotice failure={failure} textOf={signInFailureText} />
      {standing === 'unknown' && failure === null && <Loading what="your settings" />}
      {standing === 'on' && (
        <Notice tone="success">A code of your authenticator app is asked for at sign-in.</Notice>
      )}
      {standing === 'off' && (
        <div className="form">
          <p>With an authenticator app, a password alone is not enough to sign in as you.</p>
          <Button onClick={to('enrolling')}>Set up</Button>
        </div>
      )}
      {standing === 'enrolling' && <Enrolment onDone={to('on')} />}
    </Card>
  );
}

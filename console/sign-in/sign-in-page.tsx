import { useEffect, useState } from 'react';

import { Notice } from '../interface/notice.tsx';
import type { Authentication } from '../session/authentication.ts';
import type { SignInStep } from '../session/sign-in-step.ts';
import { Mark } from '../shell/mark.tsx';
import { CodeForm } from './code-form.tsx';
import { ForgottenPassword } from './forgotten-password.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';

/** Why somebody who was signed in is asked to sign in again. */
export type Farewell = 'signed-out' | 'expired' | 'idle' | 'password-reset';

export interface SignInPageProps {
  readonly authentication: Authentication;
  readonly farewell: Farewell | null;
  /** @throws RequestFailure when the gateway does not know the caller */
  readonly onSignedIn: () => Promise<void>;
}

const FAREWELLS: Readonly<Record<Farewell, string>> = {
  'signed-out': 'You are signed out.',
  expired: 'Your session is over. Sign in again to go on.',
  idle: 'You were signed out because nobody used the console for 15 minutes.',
  'password-reset': 'The password is changed. Sign in with the new one.',
};

type Stage = Exclude<SignInStep['kind'], 'signed-in'> | 'password' | 'forgotten';

interface StageFormProps extends SignInPageProps {
  readonly stage: Stage;
  readonly setStage: (stage: Stage) => void;
  readonly onStep: (step: SignInStep) => Promise<void>;
  readonly onReset: () => void;
}

function StageForm({ stage, setStage, authentication, onStep, onReset }: StageFormProps) {
  const back = () => {
    setStage('password');
  };
  const forget = () => {
    setStage('forgotten');
  };
  const common = { authentication, onStep };
  if (stage === 'new-password') return <NewPasswordForm {...common} />;
  if (stage === 'code') return <CodeForm {...common} onBack={back} />;
  if (stage === 'second-factor-setup') return <SecondFactorSetup {...common} />;
  if (stage === 'password') return <PasswordForm {...common} onForgotten={forget} />;
  const isDemanded = stage === 'password-reset';
  return (
    <ForgottenPassword
      authentication={authentication}
      isDemanded={isDemanded}
      onBack={back}
      onDone={onReset}
    />
  );
}

/** The way in: a password, and whatever Cognito asks for after it. */
export function SignInPage(props: SignInPageProps) {
  const [stage, setStage] = useState<Stage>('password');
  const [farewell, setFarewell] = useState(props.farewell);
  useEffect(() => {
    document.title = 'Sign in · Tokenization gateway';
  }, []);
  const onStep = async ({ kind }: SignInStep) => {
    setFarewell(null);
    if (kind === 'signed-in') await props.onSignedIn();
    else setStage(kind);
  };
  const onReset = () => {
    setFarewell('password-reset');
    setStage('password');
  };
  return (
    <div className="entry">
      <main className="entry-card">
        <p className="brand">
          <Mark />
          <span>Tokenization gateway</span>
        </p>
        {farewell !== null && <Notice tone="info">{FAREWELLS[farewell]}</Notice>}
        <StageForm {...props} stage={stage} setStage={setStage} onStep={onStep} onReset={onReset} />
      </main>
      <p className="entry-note">
        Everything done here is written to the audit trail: what, when, and by whom.
      </p>
    </div>
  );
}

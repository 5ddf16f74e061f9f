import type { ConnectOptions } from './connect.ts';
import { LoginLeadsElsewhere } from './oauth/origins.ts';

/** Of one attempt: metadata of the server, its login server, and where that has its endpoints. */
const MOST_QUESTIONS = 4;

/**
 * Does something that may need a login. Where that leads to an origin which nobody has agreed to, the user is asked, with no
 * limit of time running, and it is done anew. Rejects with LoginLeadsElsewhere where the answer is no or nobody can be asked.
 */
export async function agreeing<T>(
  { login, agreeTo }: Pick<ConnectOptions, 'login' | 'agreeTo'>,
  work: () => Promise<T>,
): Promise<T> {
  for (let asked = 0; ; asked += 1) {
    login?.origins.takeWanted();
    try {
      return await work();
    } catch (error) {
      const wanted = login?.origins.takeWanted() ?? [];
      if (!login || wanted.length === 0) throw error;
      if (!agreeTo || asked >= MOST_QUESTIONS || !(await agreeTo(wanted))) throw new LoginLeadsElsewhere(wanted);
      await login.origins.agree(wanted);
    }
  }
}

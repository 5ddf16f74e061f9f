import type { HttpLogin } from '../http.ts';
import { LoginLeadsElsewhere } from './origins.ts';

/** A login, and who says where it may lead. */
export interface LoginConsent {
  login: HttpLogin | undefined;
  /** Asks whether the login may go on at these origins. Absent: there is nobody to ask. */
  agreeTo?: (origins: readonly string[]) => Promise<boolean>;
}

/** Of one attempt: metadata of the server, its login server, and where that has its endpoints. */
const MOST_QUESTIONS = 4;

/**
 * Does something that may need a login. Where that leads to an origin which nobody has agreed to, the user is asked, with no
 * limit of time running, and it is done anew. Rejects with LoginLeadsElsewhere where the answer is no or nobody can be asked.
 */
export async function withAgreedOrigins<T>({ login, agreeTo }: LoginConsent, work: () => Promise<T>): Promise<T> {
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

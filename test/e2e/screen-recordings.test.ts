import { expect, test } from 'vitest';
import { agentHome } from '../dialogues/home.ts';
import { fileOf, partsOf, play, RECORDINGS, recorded } from '../dialogues/recordings.ts';

/** The walkthrough breaks a long line of the user at its own width without indenting it. */
const USER = /^● \S.*(\n(?!─).*)*\n─{20,}$/m;
const FRAME = /^╭─ ⚕ Hermes ─+╮$/m;
const END = /^╰─+╯$/m;
const CALL = /^┊ 💻 \$ \S/m;
const STATUS =
  /^⚕ Qwen3\.6-27B-GGUF-4\.262b\.\.\. │ [\d.#]+K\/65\.5K │ \[█*░*\] [\d#]+% │ [\d#]+m │ ⏲ (#s|(\d+m )?\d+s)/m;
/** What each of the walkthrough's texts has, and so each of the recordings. */
const FORMS: Record<string, RegExp[]> = {
  'compression-threshold': [USER, FRAME, END],
  'auxiliary-model': [USER, FRAME, END],
  // The walkthrough leaves the end of its frame out.
  'who-are-you': [USER, FRAME],
  performance: [USER, FRAME, END, CALL, STATUS],
};

test.each(RECORDINGS.map((recording) => [recording.name, recording] as const))(
  '%s: the recording is what the screen shows now, in the walkthrough’s form',
  async (name, recording) => {
    const wanted = partsOf(recording).screen.trimEnd();
    const screen = await play(recording, async (config) => agentHome({ 'config.yaml': config }), wanted);
    // `npm run record:dialogues` writes it.
    await expect(recorded(recording, screen)).toMatchFileSnapshot(fileOf(recording));
    const { walkthrough } = partsOf(recording);
    for (const form of FORMS[name] ?? []) {
      expect(walkthrough).toMatch(form);
      expect(screen).toMatch(form);
    }
    expect(screen).toMatch(/^─{80}\n● /m);
    expect(screen).toMatch(STATUS);
    expect(screen).toMatch(END);
  },
);

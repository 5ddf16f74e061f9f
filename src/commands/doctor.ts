import { Flags } from '@oclif/core';
import { HermesCommand } from '../base-command.ts';
import type { DoctorReport } from '../contract/index.ts';

/** Proves the configured setup with real requests. */
export default class Doctor extends HermesCommand {
  static override summary = 'Check the installation, the config and the model server with real requests.';
  static override description =
    'Every row is the result of a real look or a real request. Exit code 0: healthy (warnings included), 1: something is wrong, 2: no check could run.';
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --only endpoint.tool-call --timeout 120',
    '<%= config.bin %> doctor --json',
  ];
  static override flags = {
    only: Flags.string({
      description: 'only these checks (and what they depend on)',
      helpValue: 'ID[,ID]',
      multiple: true,
      delimiter: ',',
    }),
    timeout: Flags.integer({
      description: 'longest time for one check, in seconds; the default differs by check (5 to 60)',
      helpValue: 'S',
      min: 1,
      max: 3600,
    }),
  };

  async run(): Promise<DoctorReport> {
    const { flags } = await this.parse(Doctor);
    const [{ runDoctor }, { doctorReport }] = await Promise.all([
      import('../services/run-doctor.ts'),
      import('../ui/doctor-report.ts'),
    ]);
    const screen = doctorReport((line) => this.log(line));
    const report = await runDoctor(this.host, {
      ...(flags.only ? { only: flags.only } : {}),
      ...(flags.timeout === undefined ? {} : { limitMs: flags.timeout * 1000 }),
      onRow: screen.row,
    });
    screen.end(report, { interrupted: this.host.interrupts.exitCode !== undefined });
    if (report.status === 'problems') this.problems();
    if (report.status === 'error') process.exitCode = 2;
    return report;
  }
}

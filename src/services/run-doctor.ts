import type { DoctorReport } from '../contract/index.ts';
export declare function runDoctor(host: unknown): Promise<DoctorReport>;

import { verifyJob } from '#main/audit/verify.ts';
import { checkJob, drillJob, makeJob, secondJob, stageJob } from '#main/backups/jobs.ts';
import type { JobContext } from '#main/base/os.ts';
import { exportComplaints } from '#main/complaints/export.ts';
import { planImportJob, writeImportJob } from '#main/imports/jobs.ts';
import { factsJob } from '#main/program/facts.ts';
import { exportStudents } from '#main/students/export.ts';

export type Job = (context: JobContext, input: never) => Promise<unknown> | unknown;

/** Work too heavy for the main thread, by name. Input and answer must survive structured clone. */
export const heavyJobs: Record<string, Job> = {
  'audit.verify': verifyJob,
  'backups.make': makeJob,
  'backups.check': checkJob,
  'backups.stage': stageJob,
  'backups.drill': drillJob,
  'backups.second': secondJob,
  'complaints.export': exportComplaints,
  'imports.plan': planImportJob,
  'imports.write': writeImportJob,
  'program.facts': factsJob,
  'students.export': exportStudents,
};

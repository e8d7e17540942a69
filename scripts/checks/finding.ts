/** What one check found. `problems` fail the build; `notes` are only said. */
export type Finding = { summary: string; problems: string[]; notes?: string[] };

/** A check looks at a tree of the project's shape and never changes it. */
export type Check = (root: string) => Promise<Finding>;

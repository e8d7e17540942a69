import type { ReportBlock, ReportCell, ReportLayout, ReportTable } from '#shared/contract/reports.ts';

/** The blocks of the contract under the names that the drawing code uses. */
export type Layout = ReportLayout;
export type Section = Omit<ReportLayout['sections'][number], 'heading'>;
export type Block = ReportBlock;
export type Table = ReportTable;
export type Definitions = Extract<ReportBlock, { kind: 'definitions' }>;
export type Column = ReportTable['columns'][number];
export type Align = Column['align'];
export type Row = ReportTable['rows'][number];
export type Cell = ReportCell;

import type { Locator, Page } from '@playwright/test';

type Given = { readonly name: string; readonly content: Buffer };

/** The files of the record in front: in the dialog if one is open, else on the page. */
export class FilesZone {
  readonly page: Page;
  readonly zone: Locator;
  constructor(page: Page, within: Locator, title: string) {
    this.page = page;
    this.zone = within.getByRole('region', { name: title, exact: true });
  }
  get rows(): Locator {
    return this.zone.getByRole('listitem');
  }
  row(name: string): Locator {
    return this.rows.filter({ hasText: name });
  }
  async choose(...files: Given[]): Promise<void> {
    await this.zone
      .locator('input[type=file]')
      .setInputFiles(files.map(({ name, content }) => ({ name, mimeType: 'application/octet-stream', buffer: content })));
  }
  /** As from another window: dropped on the zone, or pasted anywhere. */
  async give(how: 'drop' | 'paste', { name, content }: Given): Promise<void> {
    await this.zone.evaluate(
      (zone, given) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(given.base64), (char) => char.charCodeAt(0))], given.name, { type: 'image/png' }));
        if (given.how === 'drop') {
          for (const kind of ['dragover', 'drop'])
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        } else document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      },
      { name, how, base64: content.toString('base64') },
    );
  }
}

/** A PDF in the dialog of a file. */
export class PdfPaper {
  /** The room that its pages scroll in. */
  readonly pages: Locator;
  constructor(dialog: Locator, name: string) {
    this.pages = dialog.getByRole('region', { name, exact: true });
  }
  /** The part of a page that is not white; 0 as long as nothing is drawn. */
  async inkOf(page: string): Promise<number> {
    return this.pages.getByRole('img', { name: page, exact: true }).evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let inked = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at + 3] === 255 && Math.min(data[at]!, data[at + 1]!, data[at + 2]!) < 200) inked += 1;
      return inked / (data.length / 4);
    });
  }
}

import type { Language } from '../_ui/preferences.ts';

type Catalogue = Record<string, unknown>;

const files = import.meta.glob<Catalogue>('../messages/*/*.json', {
  eager: true,
  import: 'default',
});

const PATH = /\/(vi|en)\/([^/]+)\.json$/;

/** Every file of the language's folder, as `{ fileName: its content }`: a file is a namespace. */
export function loadMessages(language: Language): Record<string, Catalogue> {
  const found: Record<string, Catalogue> = {};
  for (const [path, content] of Object.entries(files)) {
    const [, folder, namespace] = PATH.exec(path) ?? [];
    if (folder === language && namespace) found[namespace] = content;
  }
  return found;
}

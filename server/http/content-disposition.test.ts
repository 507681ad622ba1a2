import { describe, expect, it } from 'vitest';
import { attachment } from './content-disposition.ts';

describe('the name of a download', () => {
  it('is the Vietnamese one, and a plain one beside it', () => {
    const decomposed = 'Hội nghị Đảng bộ: buổi 1'.normalize('NFD');
    expect(attachment(decomposed, 'mp4')).toBe(
      `attachment; filename="hoi-nghi-dang-bo-buoi-1.mp4"; filename*=UTF-8''${encodeURIComponent('Hội nghị Đảng bộ buổi 1.mp4')}`,
    );
  });
  it.each([
    ['a"; filename="b', 'a-filename-b'],
    ['../../etc/passwd', 'etc-passwd'],
    ['\r\nset-cookie: x', 'set-cookie-x'],
    ['***', 'tep'],
    ['🎬', 'tep'],
    ["it's (1)*", 'it-s-1'],
  ])('cannot leave its header: %j', (name, plain) => {
    const value = attachment(name, 'mp4');
    expect(value).toContain(`filename="${plain}.mp4"`);
    expect(value).toMatch(/^attachment; filename="[a-z0-9.-]+"; filename\*=UTF-8''[\w.%~!-]+$/);
  });
  it('stays short', () => {
    expect(attachment('Ễ'.repeat(1_000), 'mp4').length).toBeLessThan(2_000);
  });
});

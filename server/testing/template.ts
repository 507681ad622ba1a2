/** Name of the migrated database from which every test copies its own. */
export const TEMPLATE_DATABASE = 'diem_cau_template';

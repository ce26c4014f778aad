CREATE TABLE address (
	id INTEGER NOT NULL,
	customer_id INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	company TEXT DEFAULT '' NOT NULL,
	street1 TEXT DEFAULT '' NOT NULL,
	street2 TEXT DEFAULT '' NOT NULL,
	street3 TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	region TEXT DEFAULT '' NOT NULL,
	postcode TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	phone TEXT DEFAULT '' NOT NULL,
	created_at INTEGER,
	erased_at INTEGER,
	CONSTRAINT pk_address PRIMARY KEY (id)
)
 STRICT
--
CREATE INDEX ix_address_customer_id ON address (customer_id)
--
CREATE TABLE app_user (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	name TEXT NOT NULL,
	login TEXT NOT NULL,
	login_key TEXT NOT NULL,
	badge_code TEXT DEFAULT '' NOT NULL,
	pin_hash TEXT DEFAULT '' NOT NULL,
	locale TEXT DEFAULT '' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_app_user PRIMARY KEY (id),
	CONSTRAINT uq_app_user_login_key UNIQUE (login_key)
)
 STRICT
--
CREATE UNIQUE INDEX uq_app_user_badge_code ON app_user (badge_code) WHERE badge_code <> ''
--
CREATE TABLE carton (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	code TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	length_mm INTEGER,
	width_mm INTEGER,
	height_mm INTEGER,
	weight_g INTEGER DEFAULT 0 NOT NULL,
	max_weight_g INTEGER,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_carton PRIMARY KEY (id),
	CONSTRAINT uq_carton_code UNIQUE (code),
	CONSTRAINT ck_carton_weight_g_not_negative CHECK (weight_g >= 0)
)
 STRICT
--
CREATE TABLE company (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	name TEXT NOT NULL,
	legal_name TEXT DEFAULT '' NOT NULL,
	vat_no TEXT DEFAULT '' NOT NULL,
	street TEXT DEFAULT '' NOT NULL,
	postcode TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	email TEXT DEFAULT '' NOT NULL,
	phone TEXT DEFAULT '' NOT NULL,
	currency TEXT DEFAULT 'EUR' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_company PRIMARY KEY (id)
)
 STRICT
--
CREATE TABLE contact (
	id INTEGER NOT NULL,
	customer_id INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	company TEXT DEFAULT '' NOT NULL,
	email TEXT DEFAULT '' NOT NULL,
	email_key TEXT DEFAULT '' NOT NULL,
	phone TEXT DEFAULT '' NOT NULL,
	vat_no TEXT DEFAULT '' NOT NULL,
	created_at INTEGER,
	erased_at INTEGER,
	CONSTRAINT pk_contact PRIMARY KEY (id)
)
 STRICT
--
CREATE INDEX ix_contact_customer_id ON contact (customer_id)
--
CREATE INDEX ix_contact_email_key ON contact (email_key) WHERE email_key <> ''
--
CREATE TABLE custom_field (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	entity_kind TEXT NOT NULL,
	"key" TEXT NOT NULL,
	label TEXT DEFAULT '' NOT NULL,
	type TEXT DEFAULT 'text' NOT NULL,
	choices TEXT DEFAULT '[]' NOT NULL,
	currency TEXT DEFAULT '' NOT NULL,
	default_text TEXT DEFAULT '' NOT NULL,
	is_required INTEGER DEFAULT 0 NOT NULL,
	is_personal INTEGER DEFAULT 0 NOT NULL,
	shows_in_list INTEGER DEFAULT 0 NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_custom_field PRIMARY KEY (id),
	CONSTRAINT uq_custom_field_entity_kind_key UNIQUE (entity_kind, "key"),
	CONSTRAINT ck_custom_field_entity_kind_known CHECK (entity_kind IN ('order', 'order_line', 'product', 'variant', 'customer')),
	CONSTRAINT ck_custom_field_type_known CHECK (type IN ('text', 'integer', 'decimal', 'money', 'flag', 'date', 'time', 'choice'))
)
 STRICT
--
CREATE TABLE erasure (
	id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	actor_id INTEGER,
	customer_id INTEGER,
	table_name TEXT NOT NULL,
	row_id INTEGER NOT NULL,
	CONSTRAINT pk_erasure PRIMARY KEY (id),
	CONSTRAINT uq_erasure_table_name_row_id UNIQUE (table_name, row_id)
)
 STRICT
--
CREATE TABLE event (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	actor_id INTEGER,
	station_id INTEGER,
	cause TEXT DEFAULT '' NOT NULL,
	command TEXT DEFAULT '' NOT NULL,
	command_id TEXT DEFAULT '' NOT NULL,
	undo_group_id INTEGER,
	undo_of_seq INTEGER,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	changes TEXT DEFAULT '{}' NOT NULL,
	data TEXT DEFAULT '{}' NOT NULL
)
 STRICT
--
CREATE INDEX ix_event_kind_entity_id_seq ON event (kind, entity_id, seq)
--
CREATE INDEX ix_event_undo_group_id ON event (undo_group_id)
--
CREATE TABLE id_counter (
	name TEXT NOT NULL,
	next_value INTEGER NOT NULL,
	CONSTRAINT pk_id_counter PRIMARY KEY (name),
	CONSTRAINT ck_id_counter_next_value_positive CHECK (next_value >= 1)
)
 STRICT
--
CREATE TABLE lease (
	id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	station_id INTEGER,
	user_id INTEGER,
	token TEXT NOT NULL,
	taken_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	CONSTRAINT pk_lease PRIMARY KEY (id),
	CONSTRAINT uq_lease_kind_entity_id UNIQUE (kind, entity_id)
)
 STRICT
--
CREATE TABLE number_series (
	id INTEGER NOT NULL,
	company_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	year INTEGER DEFAULT 0 NOT NULL,
	prefix TEXT DEFAULT '' NOT NULL,
	next_value INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_number_series PRIMARY KEY (id),
	CONSTRAINT uq_number_series_company_id_kind_year UNIQUE (company_id, kind, year),
	CONSTRAINT ck_number_series_next_value_positive CHECK (next_value >= 1)
)
 STRICT
--
CREATE TABLE personal_note (
	id INTEGER NOT NULL,
	customer_id INTEGER,
	text TEXT DEFAULT '' NOT NULL,
	created_at INTEGER,
	erased_at INTEGER,
	CONSTRAINT pk_personal_note PRIMARY KEY (id)
)
 STRICT
--
CREATE TABLE product (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	title TEXT NOT NULL,
	maker TEXT DEFAULT '' NOT NULL,
	category TEXT DEFAULT '' NOT NULL,
	description TEXT DEFAULT '' NOT NULL,
	tax_class TEXT DEFAULT '' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_product PRIMARY KEY (id)
)
 STRICT
--
CREATE TABLE return_reason (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	code TEXT NOT NULL,
	label TEXT DEFAULT '' NOT NULL,
	color TEXT DEFAULT '' NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	categories TEXT DEFAULT '[]' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_return_reason PRIMARY KEY (id),
	CONSTRAINT uq_return_reason_code UNIQUE (code)
)
 STRICT
--
CREATE TABLE role (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	name TEXT NOT NULL,
	rights TEXT DEFAULT '[]' NOT NULL,
	is_builtin INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_role PRIMARY KEY (id),
	CONSTRAINT uq_role_name UNIQUE (name)
)
 STRICT
--
CREATE TABLE search_doc (
	id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_search_doc PRIMARY KEY (id)
)
 STRICT
--
CREATE TABLE supplier (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	email TEXT DEFAULT '' NOT NULL,
	currency TEXT DEFAULT 'EUR' NOT NULL,
	lead_days INTEGER,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_supplier PRIMARY KEY (id),
	CONSTRAINT uq_supplier_code UNIQUE (code)
)
 STRICT
--
CREATE TABLE tag (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	color TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_tag PRIMARY KEY (id),
	CONSTRAINT uq_tag_name_key UNIQUE (name_key)
)
 STRICT
--
CREATE TABLE undo_group (
	id INTEGER NOT NULL,
	actor_id INTEGER,
	station_id INTEGER,
	command TEXT NOT NULL,
	label_data TEXT DEFAULT '{}' NOT NULL,
	at INTEGER NOT NULL,
	undone_by INTEGER,
	undoes INTEGER,
	state TEXT DEFAULT 'open' NOT NULL,
	may_undo INTEGER DEFAULT 1 NOT NULL,
	why_not TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_undo_group PRIMARY KEY (id),
	CONSTRAINT ck_undo_group_state_known CHECK (state IN ('open', 'undone', 'redone'))
)
 STRICT
--
CREATE INDEX ix_undo_group_actor_id_station_id_id ON undo_group (actor_id, station_id, id)
--
CREATE TABLE brand (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	company_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	legal_name TEXT DEFAULT '' NOT NULL,
	street TEXT DEFAULT '' NOT NULL,
	postcode TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	email TEXT DEFAULT '' NOT NULL,
	phone TEXT DEFAULT '' NOT NULL,
	hours TEXT DEFAULT '' NOT NULL,
	returns_url TEXT DEFAULT '' NOT NULL,
	return_days INTEGER DEFAULT 30 NOT NULL,
	footer TEXT DEFAULT '[]' NOT NULL,
	logo BLOB,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_brand PRIMARY KEY (id),
	CONSTRAINT fk_brand_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
 STRICT
--
CREATE INDEX ix_brand_company_id ON brand (company_id)
--
CREATE TABLE saved_view (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	user_id INTEGER,
	pane TEXT NOT NULL,
	name TEXT NOT NULL,
	spec TEXT DEFAULT '{}' NOT NULL,
	position INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_saved_view PRIMARY KEY (id),
	CONSTRAINT fk_saved_view_user_id FOREIGN KEY(user_id) REFERENCES app_user (id)
)
 STRICT
--
CREATE INDEX ix_saved_view_user_id ON saved_view (user_id)
--
CREATE TABLE user_role (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	user_id INTEGER NOT NULL,
	role_id INTEGER NOT NULL,
	granted_at INTEGER,
	CONSTRAINT pk_user_role PRIMARY KEY (id),
	CONSTRAINT uq_user_role_user_id_role_id UNIQUE (user_id, role_id),
	CONSTRAINT fk_user_role_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
	CONSTRAINT fk_user_role_role_id FOREIGN KEY(role_id) REFERENCES role (id)
)
 STRICT
--
CREATE INDEX ix_user_role_role_id ON user_role (role_id)
--
CREATE TABLE variant (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	product_id INTEGER NOT NULL,
	sku TEXT NOT NULL,
	sku_key TEXT NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	option TEXT DEFAULT '' NOT NULL,
	weight_g INTEGER,
	length_mm INTEGER,
	width_mm INTEGER,
	height_mm INTEGER,
	hs_code TEXT DEFAULT '' NOT NULL,
	origin_country TEXT DEFAULT '' NOT NULL,
	customs_text TEXT DEFAULT '' NOT NULL,
	safety_qty INTEGER DEFAULT 0 NOT NULL,
	reorder_point INTEGER,
	lead_days INTEGER,
	track_lot INTEGER DEFAULT 0 NOT NULL,
	track_best_before INTEGER DEFAULT 0 NOT NULL,
	track_serial INTEGER DEFAULT 0 NOT NULL,
	is_kit INTEGER DEFAULT 0 NOT NULL,
	is_stocked INTEGER DEFAULT 1 NOT NULL,
	requires_shipping INTEGER DEFAULT 1 NOT NULL,
	unit_cost_minor INTEGER,
	cost_currency TEXT DEFAULT '' NOT NULL,
	price_minor INTEGER,
	currency TEXT DEFAULT '' NOT NULL,
	attributes TEXT DEFAULT '{}' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_variant PRIMARY KEY (id),
	CONSTRAINT uq_variant_sku_key UNIQUE (sku_key),
	CONSTRAINT ck_variant_weight_not_negative CHECK (weight_g >= 0),
	CONSTRAINT ck_variant_size_not_negative CHECK (length_mm >= 0 AND width_mm >= 0 AND height_mm >= 0),
	CONSTRAINT ck_variant_safety_qty_not_negative CHECK (safety_qty >= 0),
	CONSTRAINT fk_variant_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
 STRICT
--
CREATE INDEX ix_variant_product_id ON variant (product_id)
--
CREATE TABLE warehouse (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	company_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	timezone TEXT DEFAULT 'UTC' NOT NULL,
	street TEXT DEFAULT '' NOT NULL,
	postcode TEXT DEFAULT '' NOT NULL,
	city TEXT DEFAULT '' NOT NULL,
	region TEXT DEFAULT '' NOT NULL,
	country TEXT DEFAULT '' NOT NULL,
	handling_days INTEGER DEFAULT 1 NOT NULL,
	calendar TEXT DEFAULT '{"weekdays":[0,1,2,3,4]}' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_warehouse PRIMARY KEY (id),
	CONSTRAINT uq_warehouse_code UNIQUE (code),
	CONSTRAINT ck_warehouse_handling_days_not_negative CHECK (handling_days >= 0),
	CONSTRAINT fk_warehouse_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
 STRICT
--
CREATE INDEX ix_warehouse_company_id ON warehouse (company_id)
--
CREATE TABLE barcode (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	variant_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	code_key TEXT NOT NULL,
	kind TEXT DEFAULT 'other' NOT NULL,
	factor INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_barcode PRIMARY KEY (id),
	CONSTRAINT uq_barcode_code_key UNIQUE (code_key),
	CONSTRAINT ck_barcode_factor_at_least_one CHECK (factor >= 1),
	CONSTRAINT ck_barcode_kind_known CHECK (kind IN ('gtin', 'own', 'sku', 'supplier', 'other')),
	CONSTRAINT fk_barcode_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_barcode_variant_id ON barcode (variant_id)
--
CREATE TABLE bin (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	code_key TEXT NOT NULL,
	sort_key TEXT NOT NULL,
	zone TEXT DEFAULT '' NOT NULL,
	purpose TEXT DEFAULT 'pick' NOT NULL,
	is_blocked INTEGER DEFAULT 0 NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_bin PRIMARY KEY (id),
	CONSTRAINT uq_bin_warehouse_id_code_key UNIQUE (warehouse_id, code_key),
	CONSTRAINT ck_bin_purpose_known CHECK (purpose IN ('pick', 'reserve', 'receiving', 'staging', 'packing', 'quarantine', 'returns', 'damaged')),
	CONSTRAINT fk_bin_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE cart (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_cart PRIMARY KEY (id),
	CONSTRAINT uq_cart_code UNIQUE (code),
	CONSTRAINT fk_cart_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE channel (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	company_id INTEGER NOT NULL,
	brand_id INTEGER,
	warehouse_id INTEGER,
	type TEXT NOT NULL,
	name TEXT NOT NULL,
	account TEXT DEFAULT '' NOT NULL,
	settings TEXT DEFAULT '{}' NOT NULL,
	timezone TEXT DEFAULT 'UTC' NOT NULL,
	currency TEXT DEFAULT 'EUR' NOT NULL,
	buffer_qty INTEGER DEFAULT 0 NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_channel PRIMARY KEY (id),
	CONSTRAINT uq_channel_type_name UNIQUE (type, name),
	CONSTRAINT ck_channel_buffer_qty_not_negative CHECK (buffer_qty >= 0),
	CONSTRAINT fk_channel_company_id FOREIGN KEY(company_id) REFERENCES company (id),
	CONSTRAINT fk_channel_brand_id FOREIGN KEY(brand_id) REFERENCES brand (id),
	CONSTRAINT fk_channel_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE INDEX ix_channel_company_id ON channel (company_id)
--
CREATE TABLE goods_receipt (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	warehouse_id INTEGER NOT NULL,
	supplier_id INTEGER,
	reference TEXT DEFAULT '' NOT NULL,
	received_by INTEGER,
	received_at INTEGER NOT NULL,
	CONSTRAINT pk_goods_receipt PRIMARY KEY (id),
	CONSTRAINT uq_goods_receipt_number UNIQUE (number),
	CONSTRAINT fk_goods_receipt_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_goods_receipt_supplier_id FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
 STRICT
--
CREATE INDEX ix_goods_receipt_supplier_id ON goods_receipt (supplier_id)
--
CREATE TABLE kit_component (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	kit_variant_id INTEGER NOT NULL,
	component_variant_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	CONSTRAINT pk_kit_component PRIMARY KEY (id),
	CONSTRAINT uq_kit_component_kit_variant_id_component_variant_id UNIQUE (kit_variant_id, component_variant_id),
	CONSTRAINT ck_kit_component_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_kit_component_kit_not_in_itself CHECK (kit_variant_id <> component_variant_id),
	CONSTRAINT fk_kit_component_kit_variant_id FOREIGN KEY(kit_variant_id) REFERENCES variant (id),
	CONSTRAINT fk_kit_component_component_variant_id FOREIGN KEY(component_variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_kit_component_component_variant_id ON kit_component (component_variant_id)
--
CREATE TABLE lot (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	variant_id INTEGER,
	code TEXT DEFAULT '' NOT NULL,
	best_before TEXT,
	CONSTRAINT pk_lot PRIMARY KEY (id),
	CONSTRAINT uq_lot_variant_id_code UNIQUE (variant_id, code),
	CONSTRAINT ck_lot_only_zero_without_variant CHECK (variant_id IS NOT NULL OR id = 0),
	CONSTRAINT fk_lot_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE TABLE manifest (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	warehouse_id INTEGER NOT NULL,
	carrier TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	parcel_count INTEGER DEFAULT 0 NOT NULL,
	created_at INTEGER,
	closed_at INTEGER,
	handed_over_at INTEGER,
	CONSTRAINT pk_manifest PRIMARY KEY (id),
	CONSTRAINT uq_manifest_number UNIQUE (number),
	CONSTRAINT ck_manifest_state_known CHECK (state IN ('open', 'closed', 'handed_over', 'cancelled')),
	CONSTRAINT fk_manifest_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE picture (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	product_id INTEGER NOT NULL,
	variant_id INTEGER,
	position INTEGER DEFAULT 0 NOT NULL,
	file_name TEXT DEFAULT '' NOT NULL,
	source_url TEXT DEFAULT '' NOT NULL,
	sha256 TEXT DEFAULT '' NOT NULL,
	media_type TEXT DEFAULT '' NOT NULL,
	width_px INTEGER,
	height_px INTEGER,
	content BLOB,
	CONSTRAINT pk_picture PRIMARY KEY (id),
	CONSTRAINT fk_picture_product_id FOREIGN KEY(product_id) REFERENCES product (id),
	CONSTRAINT fk_picture_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_picture_product_id ON picture (product_id)
--
CREATE INDEX ix_picture_variant_id ON picture (variant_id)
--
CREATE TABLE product_custom_value (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	custom_field_id INTEGER NOT NULL,
	product_id INTEGER NOT NULL,
	variant_id INTEGER,
	text_value TEXT,
	int_value INTEGER,
	date_value TEXT,
	time_value INTEGER,
	personal_note_id INTEGER,
	CONSTRAINT pk_product_custom_value PRIMARY KEY (id),
	CONSTRAINT ck_product_custom_value_exactly_one_value CHECK ((CASE WHEN text_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN int_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN date_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN time_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN personal_note_id IS NULL THEN 0 ELSE 1 END) = 1),
	CONSTRAINT fk_product_custom_value_custom_field_id FOREIGN KEY(custom_field_id) REFERENCES custom_field (id),
	CONSTRAINT fk_product_custom_value_product_id FOREIGN KEY(product_id) REFERENCES product (id),
	CONSTRAINT fk_product_custom_value_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_product_custom_value_personal_note_id FOREIGN KEY(personal_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_product_custom_value_product_id ON product_custom_value (product_id)
--
CREATE UNIQUE INDEX uq_product_custom_value_part ON product_custom_value (custom_field_id, variant_id) WHERE variant_id IS NOT NULL
--
CREATE UNIQUE INDEX uq_product_custom_value_root ON product_custom_value (custom_field_id, product_id) WHERE variant_id IS NULL
--
CREATE TABLE purchase_order (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	company_id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	state TEXT DEFAULT 'draft' NOT NULL,
	currency TEXT NOT NULL,
	reference TEXT DEFAULT '' NOT NULL,
	ordered_at INTEGER,
	expected_on TEXT,
	CONSTRAINT pk_purchase_order PRIMARY KEY (id),
	CONSTRAINT uq_purchase_order_number UNIQUE (number),
	CONSTRAINT ck_purchase_order_state_known CHECK (state IN ('draft', 'ordered', 'part_received', 'received', 'closed', 'cancelled')),
	CONSTRAINT fk_purchase_order_company_id FOREIGN KEY(company_id) REFERENCES company (id),
	CONSTRAINT fk_purchase_order_supplier_id FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_purchase_order_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE INDEX ix_purchase_order_supplier_id ON purchase_order (supplier_id)
--
CREATE TABLE stock_total (
	id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	on_hand INTEGER DEFAULT 0 NOT NULL,
	quarantine INTEGER DEFAULT 0 NOT NULL,
	damaged INTEGER DEFAULT 0 NOT NULL,
	allocated INTEGER DEFAULT 0 NOT NULL,
	oversell INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_stock_total PRIMARY KEY (id),
	CONSTRAINT uq_stock_total_variant_id_warehouse_id UNIQUE (variant_id, warehouse_id),
	CONSTRAINT ck_stock_total_allocated_within_stock CHECK (allocated <= on_hand + oversell),
	CONSTRAINT ck_stock_total_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT ck_stock_total_quarantine_not_negative CHECK (quarantine >= 0),
	CONSTRAINT ck_stock_total_damaged_not_negative CHECK (damaged >= 0),
	CONSTRAINT ck_stock_total_allocated_not_negative CHECK (allocated >= 0),
	CONSTRAINT ck_stock_total_oversell_not_negative CHECK (oversell >= 0),
	CONSTRAINT fk_stock_total_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id) ON DELETE CASCADE,
	CONSTRAINT fk_stock_total_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id) ON DELETE CASCADE
)
 STRICT
--
CREATE TABLE supplier_item (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	supplier_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	supplier_sku TEXT DEFAULT '' NOT NULL,
	pack_qty INTEGER DEFAULT 1 NOT NULL,
	cost_minor INTEGER,
	CONSTRAINT pk_supplier_item PRIMARY KEY (id),
	CONSTRAINT uq_supplier_item_supplier_id_variant_id UNIQUE (supplier_id, variant_id),
	CONSTRAINT ck_supplier_item_pack_at_least_one CHECK (pack_qty >= 1),
	CONSTRAINT fk_supplier_item_supplier_id FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_item_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_supplier_item_variant_id ON supplier_item (variant_id)
--
CREATE TABLE template (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	brand_id INTEGER,
	template_version INTEGER DEFAULT 1 NOT NULL,
	language TEXT DEFAULT 'pdf' NOT NULL,
	media TEXT DEFAULT '' NOT NULL,
	body TEXT DEFAULT '{}' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_template PRIMARY KEY (id),
	CONSTRAINT uq_template_kind_name_template_version UNIQUE (kind, name, template_version),
	CONSTRAINT fk_template_brand_id FOREIGN KEY(brand_id) REFERENCES brand (id)
)
 STRICT
--
CREATE TABLE tote (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'empty' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_tote PRIMARY KEY (id),
	CONSTRAINT uq_tote_code UNIQUE (code),
	CONSTRAINT ck_tote_state_known CHECK (state IN ('empty', 'picking', 'picked', 'packing', 'blocked')),
	CONSTRAINT fk_tote_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE warehouse_cutoff (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	weekday INTEGER NOT NULL,
	carrier TEXT DEFAULT '' NOT NULL,
	service TEXT DEFAULT '' NOT NULL,
	cutoff_minute INTEGER NOT NULL,
	CONSTRAINT pk_warehouse_cutoff PRIMARY KEY (id),
	CONSTRAINT uq_warehouse_cutoff_warehouse_id_weekday_carrier_service UNIQUE (warehouse_id, weekday, carrier, service),
	CONSTRAINT ck_warehouse_cutoff_weekday_of_week CHECK (weekday BETWEEN 0 AND 6),
	CONSTRAINT ck_warehouse_cutoff_minute_of_day CHECK (cutoff_minute BETWEEN 0 AND 1439),
	CONSTRAINT fk_warehouse_cutoff_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE warehouse_holiday (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	day_on TEXT NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_warehouse_holiday PRIMARY KEY (id),
	CONSTRAINT uq_warehouse_holiday_warehouse_id_day_on UNIQUE (warehouse_id, day_on),
	CONSTRAINT fk_warehouse_holiday_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE wave (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	warehouse_id INTEGER NOT NULL,
	state TEXT DEFAULT 'draft' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	created_at INTEGER,
	released_at INTEGER,
	done_at INTEGER,
	CONSTRAINT pk_wave PRIMARY KEY (id),
	CONSTRAINT uq_wave_number UNIQUE (number),
	CONSTRAINT ck_wave_state_known CHECK (state IN ('draft', 'released', 'in_progress', 'done', 'cancelled')),
	CONSTRAINT fk_wave_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
 STRICT
--
CREATE TABLE channel_cursor (
	id INTEGER NOT NULL,
	channel_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	value TEXT DEFAULT '' NOT NULL,
	updated_at INTEGER,
	CONSTRAINT pk_channel_cursor PRIMARY KEY (id),
	CONSTRAINT uq_channel_cursor_channel_id_name UNIQUE (channel_id, name),
	CONSTRAINT fk_channel_cursor_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE
)
 STRICT
--
CREATE TABLE customer (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	channel_id INTEGER,
	external_id TEXT DEFAULT '' NOT NULL,
	number TEXT,
	locale TEXT DEFAULT '' NOT NULL,
	is_blocked INTEGER DEFAULT 0 NOT NULL,
	created_at INTEGER,
	CONSTRAINT pk_customer PRIMARY KEY (id),
	CONSTRAINT fk_customer_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT
--
CREATE UNIQUE INDEX uq_customer_channel_external ON customer (channel_id, external_id) WHERE external_id <> ''
--
CREATE UNIQUE INDEX uq_customer_number ON customer (number) WHERE number IS NOT NULL
--
CREATE TABLE document (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	kind TEXT NOT NULL,
	entity_kind TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	number TEXT,
	template_id INTEGER,
	template_version TEXT DEFAULT '' NOT NULL,
	data TEXT DEFAULT '{}' NOT NULL,
	data_hash TEXT DEFAULT '' NOT NULL,
	content BLOB,
	media_type TEXT DEFAULT '' NOT NULL,
	created_at INTEGER NOT NULL,
	CONSTRAINT pk_document PRIMARY KEY (id),
	CONSTRAINT fk_document_template_id FOREIGN KEY(template_id) REFERENCES template (id)
)
 STRICT
--
CREATE INDEX ix_document_entity_kind_entity_id ON document (entity_kind, entity_id)
--
CREATE UNIQUE INDEX uq_document_number ON document (kind, number) WHERE number IS NOT NULL
--
CREATE TABLE import_run (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	channel_id INTEGER,
	file_name TEXT DEFAULT '' NOT NULL,
	format TEXT DEFAULT '' NOT NULL,
	sha256 TEXT DEFAULT '' NOT NULL,
	created INTEGER DEFAULT 0 NOT NULL,
	updated INTEGER DEFAULT 0 NOT NULL,
	unchanged INTEGER DEFAULT 0 NOT NULL,
	conflicts INTEGER DEFAULT 0 NOT NULL,
	rejected INTEGER DEFAULT 0 NOT NULL,
	assumptions TEXT DEFAULT '[]' NOT NULL,
	started_at INTEGER NOT NULL,
	ended_at INTEGER,
	CONSTRAINT pk_import_run PRIMARY KEY (id),
	CONSTRAINT ck_import_run_created_not_negative CHECK (created >= 0),
	CONSTRAINT ck_import_run_updated_not_negative CHECK (updated >= 0),
	CONSTRAINT ck_import_run_unchanged_not_negative CHECK (unchanged >= 0),
	CONSTRAINT ck_import_run_conflicts_not_negative CHECK (conflicts >= 0),
	CONSTRAINT ck_import_run_rejected_not_negative CHECK (rejected >= 0),
	CONSTRAINT fk_import_run_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT
--
CREATE INDEX ix_import_run_channel_id ON import_run (channel_id)
--
CREATE TABLE inbox (
	id INTEGER NOT NULL,
	channel_id INTEGER NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	payload TEXT DEFAULT '{}' NOT NULL,
	received_at INTEGER NOT NULL,
	handled_at INTEGER,
	error TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_inbox PRIMARY KEY (id),
	CONSTRAINT fk_inbox_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE
)
 STRICT
--
CREATE INDEX ix_inbox_channel_id_external_id ON inbox (channel_id, external_id)
--
CREATE INDEX ix_inbox_received_at ON inbox (received_at)
--
CREATE TABLE listing (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	channel_id INTEGER NOT NULL,
	external_id TEXT NOT NULL,
	external_sku TEXT DEFAULT '' NOT NULL,
	sku_key TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	variant_id INTEGER,
	factor INTEGER DEFAULT 1 NOT NULL,
	price_minor INTEGER,
	currency TEXT DEFAULT '' NOT NULL,
	buffer_qty INTEGER,
	is_active INTEGER DEFAULT 1 NOT NULL,
	pushed_qty INTEGER,
	pushed_at INTEGER,
	push_error TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_listing PRIMARY KEY (id),
	CONSTRAINT uq_listing_channel_id_external_id UNIQUE (channel_id, external_id),
	CONSTRAINT ck_listing_factor_at_least_one CHECK (factor >= 1),
	CONSTRAINT fk_listing_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
	CONSTRAINT fk_listing_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_listing_channel_id_sku_key ON listing (channel_id, sku_key)
--
CREATE INDEX ix_listing_variant_id ON listing (variant_id)
--
CREATE TABLE outbox (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	kind TEXT NOT NULL,
	channel_id INTEGER,
	entity_kind TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	idempotency_key TEXT NOT NULL,
	payload TEXT DEFAULT '{}' NOT NULL,
	state TEXT DEFAULT 'pending' NOT NULL,
	attempts INTEGER DEFAULT 0 NOT NULL,
	created_at INTEGER,
	next_at INTEGER,
	sent_at INTEGER,
	confirmed_at INTEGER,
	remote_reference TEXT DEFAULT '' NOT NULL,
	last_error TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_outbox PRIMARY KEY (id),
	CONSTRAINT uq_outbox_idempotency_key UNIQUE (idempotency_key),
	CONSTRAINT ck_outbox_attempts_not_negative CHECK (attempts >= 0),
	CONSTRAINT ck_outbox_state_known CHECK (state IN ('pending', 'sending', 'sent', 'confirmed', 'unknown', 'retry_wait', 'dead', 'superseded')),
	CONSTRAINT fk_outbox_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT
--
CREATE INDEX ix_outbox_due ON outbox (next_at) WHERE state IN ('pending', 'sending', 'sent', 'unknown', 'retry_wait')
--
CREATE INDEX ix_outbox_entity_kind_entity_id ON outbox (entity_kind, entity_id)
--
CREATE TABLE pick_list (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	code TEXT NOT NULL,
	warehouse_id INTEGER NOT NULL,
	wave_id INTEGER,
	cart_id INTEGER,
	state TEXT DEFAULT 'draft' NOT NULL,
	picker_id INTEGER,
	created_at INTEGER,
	started_at INTEGER,
	done_at INTEGER,
	CONSTRAINT pk_pick_list PRIMARY KEY (id),
	CONSTRAINT uq_pick_list_number UNIQUE (number),
	CONSTRAINT uq_pick_list_code UNIQUE (code),
	CONSTRAINT ck_pick_list_state_known CHECK (state IN ('draft', 'released', 'in_progress', 'done', 'cancelled')),
	CONSTRAINT fk_pick_list_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_pick_list_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id),
	CONSTRAINT fk_pick_list_cart_id FOREIGN KEY(cart_id) REFERENCES cart (id)
)
 STRICT
--
CREATE INDEX ix_pick_list_wave_id ON pick_list (wave_id)
--
CREATE TABLE purchase_order_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	purchase_order_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	cancelled_qty INTEGER DEFAULT 0 NOT NULL,
	unit_cost_minor INTEGER DEFAULT 0 NOT NULL,
	received_qty INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_purchase_order_line PRIMARY KEY (id),
	CONSTRAINT ck_purchase_order_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_purchase_order_line_received_qty_not_negative CHECK (received_qty >= 0),
	CONSTRAINT ck_purchase_order_line_cancelled_qty_not_negative CHECK (cancelled_qty >= 0),
	CONSTRAINT fk_purchase_order_line_purchase_order_id FOREIGN KEY(purchase_order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_purchase_order_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_purchase_order_line_purchase_order_id ON purchase_order_line (purchase_order_id)
--
CREATE INDEX ix_purchase_order_line_variant_id ON purchase_order_line (variant_id)
--
CREATE TABLE station (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	warehouse_id INTEGER NOT NULL,
	staging_bin_id INTEGER,
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	settings TEXT DEFAULT '{}' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_station PRIMARY KEY (id),
	CONSTRAINT uq_station_code UNIQUE (code),
	CONSTRAINT fk_station_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_station_staging_bin_id FOREIGN KEY(staging_bin_id) REFERENCES bin (id)
)
 STRICT
--
CREATE INDEX ix_station_warehouse_id ON station (warehouse_id)
--
CREATE TABLE stock_level (
	id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	bin_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	stock_state TEXT DEFAULT 'sellable' NOT NULL,
	on_hand INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_stock_level PRIMARY KEY (id),
	CONSTRAINT uq_stock_level_variant_id_warehouse_id_bin_id_lot_id_serial_stock_state UNIQUE (variant_id, warehouse_id, bin_id, lot_id, serial, stock_state),
	CONSTRAINT ck_stock_level_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT ck_stock_level_stock_state_known CHECK (stock_state IN ('sellable', 'quarantine', 'damaged', 'in_transit', 'staging')),
	CONSTRAINT fk_stock_level_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id) ON DELETE CASCADE,
	CONSTRAINT fk_stock_level_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id) ON DELETE CASCADE,
	CONSTRAINT fk_stock_level_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id) ON DELETE CASCADE,
	CONSTRAINT fk_stock_level_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE CASCADE
)
 STRICT
--
CREATE INDEX ix_stock_level_bin_id ON stock_level (bin_id)
--
CREATE TABLE stock_move (
	id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	bin_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	stock_state TEXT DEFAULT 'sellable' NOT NULL,
	quantity INTEGER NOT NULL,
	reason TEXT NOT NULL,
	document_kind TEXT DEFAULT '' NOT NULL,
	document_id INTEGER,
	note TEXT DEFAULT '' NOT NULL,
	unit_cost_minor INTEGER,
	currency TEXT DEFAULT '' NOT NULL,
	actor_id INTEGER,
	station_id INTEGER,
	reverses_id INTEGER,
	CONSTRAINT pk_stock_move PRIMARY KEY (id),
	CONSTRAINT ck_stock_move_quantity_not_zero CHECK (quantity <> 0),
	CONSTRAINT ck_stock_move_stock_state_known CHECK (stock_state IN ('sellable', 'quarantine', 'damaged', 'in_transit', 'staging')),
	CONSTRAINT fk_stock_move_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_stock_move_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_stock_move_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id),
	CONSTRAINT fk_stock_move_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_stock_move_reverses_id FOREIGN KEY(reverses_id) REFERENCES stock_move (id)
)
 STRICT
--
CREATE INDEX ix_stock_move_document ON stock_move (document_kind, document_id) WHERE document_id IS NOT NULL
--
CREATE INDEX ix_stock_move_variant_id_id ON stock_move (variant_id, id)
--
CREATE UNIQUE INDEX uq_stock_move_reverses_id ON stock_move (reverses_id) WHERE reverses_id IS NOT NULL
--
CREATE TABLE cost_layer (
	id INTEGER NOT NULL,
	move_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	received_at INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	unit_cost_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	reverses_id INTEGER,
	CONSTRAINT pk_cost_layer PRIMARY KEY (id),
	CONSTRAINT ck_cost_layer_quantity_not_zero CHECK (quantity <> 0),
	CONSTRAINT fk_cost_layer_move_id FOREIGN KEY(move_id) REFERENCES stock_move (id),
	CONSTRAINT fk_cost_layer_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_cost_layer_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_cost_layer_reverses_id FOREIGN KEY(reverses_id) REFERENCES cost_layer (id)
)
 STRICT
--
CREATE INDEX ix_cost_layer_move_id ON cost_layer (move_id)
--
CREATE INDEX ix_cost_layer_variant_id_warehouse_id_received_at ON cost_layer (variant_id, warehouse_id, received_at)
--
CREATE UNIQUE INDEX uq_cost_layer_reverses_id ON cost_layer (reverses_id) WHERE reverses_id IS NOT NULL
--
CREATE TABLE customer_custom_value (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	custom_field_id INTEGER NOT NULL,
	customer_id INTEGER NOT NULL,
	text_value TEXT,
	int_value INTEGER,
	date_value TEXT,
	time_value INTEGER,
	personal_note_id INTEGER,
	CONSTRAINT pk_customer_custom_value PRIMARY KEY (id),
	CONSTRAINT uq_customer_custom_value_custom_field_id_customer_id UNIQUE (custom_field_id, customer_id),
	CONSTRAINT ck_customer_custom_value_exactly_one_value CHECK ((CASE WHEN text_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN int_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN date_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN time_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN personal_note_id IS NULL THEN 0 ELSE 1 END) = 1),
	CONSTRAINT fk_customer_custom_value_custom_field_id FOREIGN KEY(custom_field_id) REFERENCES custom_field (id),
	CONSTRAINT fk_customer_custom_value_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
	CONSTRAINT fk_customer_custom_value_personal_note_id FOREIGN KEY(personal_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_customer_custom_value_customer_id ON customer_custom_value (customer_id)
--
CREATE TABLE customer_note (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	customer_id INTEGER NOT NULL,
	personal_note_id INTEGER NOT NULL,
	shows_packer INTEGER DEFAULT 0 NOT NULL,
	written_by INTEGER,
	written_at INTEGER NOT NULL,
	CONSTRAINT pk_customer_note PRIMARY KEY (id),
	CONSTRAINT fk_customer_note_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
	CONSTRAINT fk_customer_note_personal_note_id FOREIGN KEY(personal_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_customer_note_customer_id ON customer_note (customer_id)
--
CREATE TABLE goods_receipt_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	goods_receipt_id INTEGER NOT NULL,
	purchase_order_line_id INTEGER,
	variant_id INTEGER NOT NULL,
	bin_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	quantity INTEGER NOT NULL,
	unit_cost_minor INTEGER,
	currency TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_goods_receipt_line PRIMARY KEY (id),
	CONSTRAINT ck_goods_receipt_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_goods_receipt_line_goods_receipt_id FOREIGN KEY(goods_receipt_id) REFERENCES goods_receipt (id),
	CONSTRAINT fk_goods_receipt_line_purchase_order_line_id FOREIGN KEY(purchase_order_line_id) REFERENCES purchase_order_line (id),
	CONSTRAINT fk_goods_receipt_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_goods_receipt_line_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id),
	CONSTRAINT fk_goods_receipt_line_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id)
)
 STRICT
--
CREATE INDEX ix_goods_receipt_line_goods_receipt_id ON goods_receipt_line (goods_receipt_id)
--
CREATE INDEX ix_goods_receipt_line_purchase_order_line_id ON goods_receipt_line (purchase_order_line_id)
--
CREATE TABLE import_row (
	id INTEGER NOT NULL,
	import_run_id INTEGER NOT NULL,
	file TEXT DEFAULT '' NOT NULL,
	line INTEGER DEFAULT 0 NOT NULL,
	field TEXT DEFAULT '' NOT NULL,
	code TEXT DEFAULT '' NOT NULL,
	message TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_import_row PRIMARY KEY (id),
	CONSTRAINT fk_import_row_import_run_id FOREIGN KEY(import_run_id) REFERENCES import_run (id) ON DELETE CASCADE
)
 STRICT
--
CREATE INDEX ix_import_row_import_run_id ON import_row (import_run_id)
--
CREATE TABLE printer (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	name TEXT NOT NULL,
	transport TEXT DEFAULT 'folder' NOT NULL,
	target TEXT DEFAULT '' NOT NULL,
	language TEXT DEFAULT 'pdf' NOT NULL,
	media TEXT DEFAULT '' NOT NULL,
	dpi INTEGER DEFAULT 203 NOT NULL,
	station_id INTEGER,
	settings TEXT DEFAULT '{}' NOT NULL,
	is_active INTEGER DEFAULT 1 NOT NULL,
	CONSTRAINT pk_printer PRIMARY KEY (id),
	CONSTRAINT uq_printer_name UNIQUE (name),
	CONSTRAINT ck_printer_transport_known CHECK (transport IN ('folder', 'cups', 'windows', 'tcp')),
	CONSTRAINT ck_printer_language_known CHECK (language IN ('pdf', 'zpl', 'epl')),
	CONSTRAINT fk_printer_station_id FOREIGN KEY(station_id) REFERENCES station (id)
)
 STRICT
--
CREATE TABLE sales_order (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	company_id INTEGER NOT NULL,
	brand_id INTEGER,
	channel_id INTEGER NOT NULL,
	external_id TEXT NOT NULL,
	external_number TEXT DEFAULT '' NOT NULL,
	lifecycle TEXT DEFAULT 'open' NOT NULL,
	placed_at INTEGER NOT NULL,
	paid_at INTEGER,
	cancelled_at INTEGER,
	closed_at INTEGER,
	archived_at INTEGER,
	cancel_requested_at INTEGER,
	ship_by_at INTEGER,
	deliver_by_at INTEGER,
	currency TEXT NOT NULL,
	total_minor INTEGER NOT NULL,
	tax_included INTEGER DEFAULT 1 NOT NULL,
	presentment_currency TEXT DEFAULT '' NOT NULL,
	presentment_total_minor INTEGER,
	exchange_rate TEXT DEFAULT '' NOT NULL,
	stated_payment_status TEXT DEFAULT '' NOT NULL,
	customer_id INTEGER,
	contact_id INTEGER,
	ship_address_id INTEGER,
	bill_address_id INTEGER,
	buyer_note_id INTEGER,
	gift_note_id INTEGER,
	service_level TEXT DEFAULT '' NOT NULL,
	warehouse_id INTEGER,
	priority INTEGER DEFAULT 0 NOT NULL,
	is_gift INTEGER DEFAULT 0 NOT NULL,
	attributes TEXT DEFAULT '{}' NOT NULL,
	import_run_id INTEGER,
	person_fields TEXT DEFAULT '[]' NOT NULL,
	external_hash TEXT DEFAULT '' NOT NULL,
	payment_status TEXT DEFAULT 'unpaid' NOT NULL,
	allocation_status TEXT DEFAULT 'none' NOT NULL,
	fulfillment_status TEXT DEFAULT 'unfulfilled' NOT NULL,
	return_status TEXT DEFAULT 'none' NOT NULL,
	hold_status TEXT DEFAULT 'free' NOT NULL,
	hold_kind TEXT DEFAULT '' NOT NULL,
	sync_status TEXT DEFAULT 'clean' NOT NULL,
	headline TEXT DEFAULT '' NOT NULL,
	headline_reason TEXT DEFAULT '' NOT NULL,
	headline_rank INTEGER DEFAULT 0 NOT NULL,
	item_count INTEGER DEFAULT 0 NOT NULL,
	open_qty INTEGER DEFAULT 0 NOT NULL,
	line_count INTEGER DEFAULT 0 NOT NULL,
	first_sku TEXT DEFAULT '' NOT NULL,
	paid_minor INTEGER DEFAULT 0 NOT NULL,
	refunded_minor INTEGER DEFAULT 0 NOT NULL,
	is_workable INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_sales_order PRIMARY KEY (id),
	CONSTRAINT uq_sales_order_number UNIQUE (number),
	CONSTRAINT uq_sales_order_channel_id_external_id UNIQUE (channel_id, external_id),
	CONSTRAINT ck_sales_order_item_count_not_negative CHECK (item_count >= 0),
	CONSTRAINT ck_sales_order_open_qty_not_negative CHECK (open_qty >= 0),
	CONSTRAINT ck_sales_order_line_count_not_negative CHECK (line_count >= 0),
	CONSTRAINT ck_sales_order_paid_minor_not_negative CHECK (paid_minor >= 0),
	CONSTRAINT ck_sales_order_refunded_minor_not_negative CHECK (refunded_minor >= 0),
	CONSTRAINT ck_sales_order_lifecycle_known CHECK (lifecycle IN ('draft', 'open', 'closed', 'cancelled')),
	CONSTRAINT ck_sales_order_stated_payment_status_known CHECK (stated_payment_status IN ('', 'unpaid', 'pending', 'authorized', 'part_paid', 'paid', 'overpaid', 'part_refunded', 'refunded', 'voided', 'not_required')),
	CONSTRAINT ck_sales_order_payment_status_known CHECK (payment_status IN ('unpaid', 'pending', 'authorized', 'part_paid', 'paid', 'overpaid', 'part_refunded', 'refunded', 'voided', 'not_required')),
	CONSTRAINT ck_sales_order_allocation_status_known CHECK (allocation_status IN ('none', 'part', 'full', 'backordered', 'not_stocked')),
	CONSTRAINT ck_sales_order_fulfillment_status_known CHECK (fulfillment_status IN ('not_required', 'unfulfilled', 'in_progress', 'part_shipped', 'shipped', 'delivered')),
	CONSTRAINT ck_sales_order_return_status_known CHECK (return_status IN ('none', 'requested', 'expected', 'part_returned', 'returned')),
	CONSTRAINT ck_sales_order_hold_status_known CHECK (hold_status IN ('free', 'held')),
	CONSTRAINT ck_sales_order_sync_status_known CHECK (sync_status IN ('clean', 'pending', 'failed', 'conflict')),
	CONSTRAINT fk_sales_order_company_id FOREIGN KEY(company_id) REFERENCES company (id),
	CONSTRAINT fk_sales_order_brand_id FOREIGN KEY(brand_id) REFERENCES brand (id),
	CONSTRAINT fk_sales_order_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
	CONSTRAINT fk_sales_order_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
	CONSTRAINT fk_sales_order_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
	CONSTRAINT fk_sales_order_ship_address_id FOREIGN KEY(ship_address_id) REFERENCES address (id),
	CONSTRAINT fk_sales_order_bill_address_id FOREIGN KEY(bill_address_id) REFERENCES address (id),
	CONSTRAINT fk_sales_order_buyer_note_id FOREIGN KEY(buyer_note_id) REFERENCES personal_note (id),
	CONSTRAINT fk_sales_order_gift_note_id FOREIGN KEY(gift_note_id) REFERENCES personal_note (id),
	CONSTRAINT fk_sales_order_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_sales_order_import_run_id FOREIGN KEY(import_run_id) REFERENCES import_run (id)
)
 STRICT
--
CREATE INDEX ix_sales_order_customer_id_placed_at ON sales_order (customer_id, placed_at)
--
CREATE INDEX ix_sales_order_external_number ON sales_order (external_number) WHERE external_number <> ''
--
CREATE INDEX ix_sales_order_headline_ship_by_at_id ON sales_order (headline, ship_by_at, id)
--
CREATE INDEX ix_sales_order_import_run_id ON sales_order (import_run_id) WHERE import_run_id IS NOT NULL
--
CREATE INDEX ix_sales_order_placed_at_id ON sales_order (placed_at, id)
--
CREATE TABLE setting (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	"key" TEXT NOT NULL,
	scope TEXT DEFAULT 'business' NOT NULL,
	station_id INTEGER,
	value TEXT,
	CONSTRAINT pk_setting PRIMARY KEY (id),
	CONSTRAINT ck_setting_scope_names_station CHECK ((scope = 'station') = (station_id IS NOT NULL)),
	CONSTRAINT ck_setting_scope_known CHECK (scope IN ('business', 'station')),
	CONSTRAINT fk_setting_station_id FOREIGN KEY(station_id) REFERENCES station (id)
)
 STRICT
--
CREATE UNIQUE INDEX uq_setting_business ON setting ("key") WHERE scope = 'business'
--
CREATE UNIQUE INDEX uq_setting_station ON setting (station_id, "key") WHERE scope = 'station'
--
CREATE TABLE shipment (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	warehouse_id INTEGER,
	state TEXT DEFAULT 'draft' NOT NULL,
	is_external INTEGER DEFAULT 0 NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	station_id INTEGER,
	packer_id INTEGER,
	ship_address_id INTEGER,
	carrier TEXT DEFAULT '' NOT NULL,
	service TEXT DEFAULT '' NOT NULL,
	tracking_no TEXT DEFAULT '' NOT NULL,
	priority INTEGER DEFAULT 0 NOT NULL,
	exception TEXT DEFAULT '' NOT NULL,
	cancel_requested INTEGER,
	pick_list_id INTEGER,
	tote_id INTEGER,
	ship_by_at INTEGER,
	released_at INTEGER,
	picked_at INTEGER,
	packing_at INTEGER,
	packed_at INTEGER,
	labelled_at INTEGER,
	dispatched_at INTEGER,
	delivered_at INTEGER,
	cancelled_at INTEGER,
	CONSTRAINT pk_shipment PRIMARY KEY (id),
	CONSTRAINT uq_shipment_number UNIQUE (number),
	CONSTRAINT ck_shipment_gone_has_time CHECK (NOT (state IN ('dispatched', 'in_transit', 'delivered', 'returned_to_sender', 'lost')) OR is_external OR dispatched_at IS NOT NULL),
	CONSTRAINT ck_shipment_external_never_queued CHECK (NOT is_external OR state IN ('dispatched', 'in_transit', 'delivered', 'returned_to_sender', 'lost', 'cancelled')),
	CONSTRAINT ck_shipment_own_has_warehouse CHECK (is_external OR warehouse_id IS NOT NULL),
	CONSTRAINT ck_shipment_state_known CHECK (state IN ('draft', 'released', 'picking', 'picked', 'packing', 'packed', 'labelled', 'dispatched', 'in_transit', 'delivered', 'returned_to_sender', 'lost', 'cancelled')),
	CONSTRAINT fk_shipment_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_shipment_station_id FOREIGN KEY(station_id) REFERENCES station (id),
	CONSTRAINT fk_shipment_ship_address_id FOREIGN KEY(ship_address_id) REFERENCES address (id),
	CONSTRAINT fk_shipment_pick_list_id FOREIGN KEY(pick_list_id) REFERENCES pick_list (id),
	CONSTRAINT fk_shipment_tote_id FOREIGN KEY(tote_id) REFERENCES tote (id)
)
 STRICT
--
CREATE INDEX ix_shipment_pick_list_id ON shipment (pick_list_id) WHERE pick_list_id IS NOT NULL
--
CREATE INDEX ix_shipment_tote_id ON shipment (tote_id) WHERE tote_id IS NOT NULL
--
CREATE INDEX ix_shipment_tracking_no ON shipment (tracking_no) WHERE tracking_no <> ''
--
CREATE INDEX ix_shipment_work ON shipment (warehouse_id, state, ship_by_at) WHERE state IN ('draft', 'released', 'picking', 'picked', 'packing', 'packed', 'labelled')
--
CREATE TABLE station_memory (
	id INTEGER NOT NULL,
	station_id INTEGER NOT NULL,
	data TEXT DEFAULT '{}' NOT NULL,
	at INTEGER NOT NULL,
	CONSTRAINT pk_station_memory PRIMARY KEY (id),
	CONSTRAINT uq_station_memory_station_id UNIQUE (station_id),
	CONSTRAINT fk_station_memory_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
)
 STRICT
--
CREATE TABLE cost_layer_level (
	id INTEGER NOT NULL,
	cost_layer_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	remaining INTEGER NOT NULL,
	CONSTRAINT pk_cost_layer_level PRIMARY KEY (id),
	CONSTRAINT uq_cost_layer_level_cost_layer_id UNIQUE (cost_layer_id),
	CONSTRAINT ck_cost_layer_level_remaining_not_negative CHECK (remaining >= 0),
	CONSTRAINT fk_cost_layer_level_cost_layer_id FOREIGN KEY(cost_layer_id) REFERENCES cost_layer (id) ON DELETE CASCADE,
	CONSTRAINT fk_cost_layer_level_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id) ON DELETE CASCADE,
	CONSTRAINT fk_cost_layer_level_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id) ON DELETE CASCADE
)
 STRICT
--
CREATE INDEX ix_cost_layer_level_open ON cost_layer_level (variant_id, warehouse_id, cost_layer_id) WHERE remaining > 0
--
CREATE TABLE cost_layer_use (
	id INTEGER NOT NULL,
	cost_layer_id INTEGER NOT NULL,
	move_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	reverses_id INTEGER,
	CONSTRAINT pk_cost_layer_use PRIMARY KEY (id),
	CONSTRAINT ck_cost_layer_use_quantity_not_zero CHECK (quantity <> 0),
	CONSTRAINT fk_cost_layer_use_cost_layer_id FOREIGN KEY(cost_layer_id) REFERENCES cost_layer (id),
	CONSTRAINT fk_cost_layer_use_move_id FOREIGN KEY(move_id) REFERENCES stock_move (id),
	CONSTRAINT fk_cost_layer_use_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_cost_layer_use_reverses_id FOREIGN KEY(reverses_id) REFERENCES cost_layer_use (id)
)
 STRICT
--
CREATE INDEX ix_cost_layer_use_cost_layer_id ON cost_layer_use (cost_layer_id)
--
CREATE INDEX ix_cost_layer_use_move_id ON cost_layer_use (move_id)
--
CREATE UNIQUE INDEX uq_cost_layer_use_reverses_id ON cost_layer_use (reverses_id) WHERE reverses_id IS NOT NULL
--
CREATE TABLE note (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	personal_note_id INTEGER NOT NULL,
	shows_packer INTEGER DEFAULT 0 NOT NULL,
	written_by INTEGER,
	written_at INTEGER NOT NULL,
	CONSTRAINT pk_note PRIMARY KEY (id),
	CONSTRAINT fk_note_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_note_personal_note_id FOREIGN KEY(personal_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_note_order_id ON note (order_id)
--
CREATE TABLE order_charge (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	amount_minor INTEGER NOT NULL,
	presentment_amount_minor INTEGER,
	CONSTRAINT pk_order_charge PRIMARY KEY (id),
	CONSTRAINT ck_order_charge_kind_known CHECK (kind IN ('shipping', 'discount', 'tip', 'gift_wrap', 'duty', 'fee', 'points', 'rounding')),
	CONSTRAINT fk_order_charge_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id)
)
 STRICT
--
CREATE INDEX ix_order_charge_order_id ON order_charge (order_id)
--
CREATE TABLE order_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	external_id TEXT NOT NULL,
	sku TEXT DEFAULT '' NOT NULL,
	variant_id INTEGER,
	title TEXT DEFAULT '' NOT NULL,
	quantity INTEGER NOT NULL,
	cancelled_qty INTEGER DEFAULT 0 NOT NULL,
	unit_price_minor INTEGER DEFAULT 0 NOT NULL,
	discount_minor INTEGER DEFAULT 0 NOT NULL,
	total_minor INTEGER NOT NULL,
	presentment_total_minor INTEGER,
	requires_shipping INTEGER DEFAULT 1 NOT NULL,
	gift_note_id INTEGER,
	attributes TEXT DEFAULT '{}' NOT NULL,
	person_fields TEXT DEFAULT '[]' NOT NULL,
	shipped_qty INTEGER DEFAULT 0 NOT NULL,
	returned_qty INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_order_line PRIMARY KEY (id),
	CONSTRAINT uq_order_line_order_id_external_id UNIQUE (order_id, external_id),
	CONSTRAINT ck_order_line_shipped_within_ordered CHECK (shipped_qty + cancelled_qty <= quantity),
	CONSTRAINT ck_order_line_returned_within_shipped CHECK (returned_qty <= shipped_qty),
	CONSTRAINT ck_order_line_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_order_line_cancelled_qty_not_negative CHECK (cancelled_qty >= 0),
	CONSTRAINT ck_order_line_shipped_qty_not_negative CHECK (shipped_qty >= 0),
	CONSTRAINT ck_order_line_returned_qty_not_negative CHECK (returned_qty >= 0),
	CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_order_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_order_line_gift_note_id FOREIGN KEY(gift_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE TABLE order_tag (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	tag_id INTEGER NOT NULL,
	CONSTRAINT pk_order_tag PRIMARY KEY (id),
	CONSTRAINT uq_order_tag_order_id_tag_id UNIQUE (order_id, tag_id),
	CONSTRAINT fk_order_tag_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_order_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id)
)
 STRICT
--
CREATE INDEX ix_order_tag_tag_id ON order_tag (tag_id)
--
CREATE TABLE parcel (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	shipment_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	code TEXT NOT NULL,
	sscc TEXT DEFAULT '' NOT NULL,
	carton_id INTEGER,
	weight_g INTEGER,
	tracking_no TEXT DEFAULT '' NOT NULL,
	manifest_id INTEGER,
	sealed_at INTEGER,
	handed_over_at INTEGER,
	CONSTRAINT pk_parcel PRIMARY KEY (id),
	CONSTRAINT uq_parcel_code UNIQUE (code),
	CONSTRAINT uq_parcel_shipment_id_number UNIQUE (shipment_id, number),
	CONSTRAINT ck_parcel_weight_not_negative CHECK (weight_g >= 0),
	CONSTRAINT ck_parcel_number_positive CHECK (number >= 1),
	CONSTRAINT ck_parcel_state_known CHECK (state IN ('open', 'sealed', 'labelled', 'manifested', 'handed_over', 'void')),
	CONSTRAINT fk_parcel_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_parcel_carton_id FOREIGN KEY(carton_id) REFERENCES carton (id),
	CONSTRAINT fk_parcel_manifest_id FOREIGN KEY(manifest_id) REFERENCES manifest (id)
)
 STRICT
--
CREATE INDEX ix_parcel_manifest_id ON parcel (manifest_id) WHERE manifest_id IS NOT NULL
--
CREATE INDEX ix_parcel_tracking_no ON parcel (tracking_no) WHERE tracking_no <> ''
--
CREATE UNIQUE INDEX uq_parcel_sscc ON parcel (sscc) WHERE sscc <> ''
--
CREATE TABLE payment (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	kind TEXT NOT NULL,
	state TEXT DEFAULT 'captured' NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	at INTEGER,
	method TEXT DEFAULT '' NOT NULL,
	reference TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_payment PRIMARY KEY (id),
	CONSTRAINT ck_payment_amount_minor_not_negative CHECK (amount_minor >= 0),
	CONSTRAINT ck_payment_kind_known CHECK (kind IN ('authorize', 'capture', 'refund', 'void', 'chargeback')),
	CONSTRAINT ck_payment_state_known CHECK (state IN ('created', 'authorized', 'captured', 'declined', 'failed', 'voided', 'expired', 'settled')),
	CONSTRAINT fk_payment_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id)
)
 STRICT
--
CREATE INDEX ix_payment_order_id ON payment (order_id)
--
CREATE UNIQUE INDEX uq_payment_external ON payment (order_id, external_id, kind) WHERE external_id <> ''
--
CREATE TABLE print_job (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	document_id INTEGER NOT NULL,
	printer_id INTEGER,
	printer TEXT DEFAULT '' NOT NULL,
	media TEXT DEFAULT '' NOT NULL,
	copies INTEGER DEFAULT 1 NOT NULL,
	state TEXT DEFAULT 'queued' NOT NULL,
	reprint_of INTEGER,
	attempts INTEGER DEFAULT 0 NOT NULL,
	error TEXT DEFAULT '' NOT NULL,
	queued_at INTEGER,
	rendering_at INTEGER,
	spooled_at INTEGER,
	done_at INTEGER,
	failed_at INTEGER,
	CONSTRAINT pk_print_job PRIMARY KEY (id),
	CONSTRAINT ck_print_job_at_least_one_copy CHECK (copies >= 1),
	CONSTRAINT ck_print_job_attempts_not_negative CHECK (attempts >= 0),
	CONSTRAINT ck_print_job_state_known CHECK (state IN ('queued', 'rendering', 'spooled', 'done', 'failed', 'cancelled')),
	CONSTRAINT fk_print_job_document_id FOREIGN KEY(document_id) REFERENCES document (id),
	CONSTRAINT fk_print_job_printer_id FOREIGN KEY(printer_id) REFERENCES printer (id),
	CONSTRAINT fk_print_job_reprint_of FOREIGN KEY(reprint_of) REFERENCES print_job (id)
)
 STRICT
--
CREATE INDEX ix_print_job_document_id ON print_job (document_id)
--
CREATE INDEX ix_print_job_open ON print_job (queued_at) WHERE state IN ('queued', 'rendering', 'spooled')
--
CREATE INDEX ix_print_job_reprint_of ON print_job (reprint_of) WHERE reprint_of IS NOT NULL
--
CREATE TABLE return_case (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	number TEXT NOT NULL,
	rma_no TEXT DEFAULT '' NOT NULL,
	return_key TEXT DEFAULT '' NOT NULL,
	order_id INTEGER,
	shipment_id INTEGER,
	customer_id INTEGER,
	warehouse_id INTEGER,
	state TEXT DEFAULT 'requested' NOT NULL,
	kind TEXT DEFAULT 'rma' NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	carrier TEXT DEFAULT '' NOT NULL,
	tracking_no TEXT DEFAULT '' NOT NULL,
	note_id INTEGER,
	requested_at INTEGER,
	approved_at INTEGER,
	received_at INTEGER,
	expires_at INTEGER,
	closed_at INTEGER,
	CONSTRAINT pk_return_case PRIMARY KEY (id),
	CONSTRAINT uq_return_case_number UNIQUE (number),
	CONSTRAINT ck_return_case_state_known CHECK (state IN ('requested', 'approved', 'declined', 'in_transit', 'received', 'inspecting', 'closed', 'cancelled', 'expired')),
	CONSTRAINT ck_return_case_kind_known CHECK (kind IN ('rma', 'unannounced', 'rts')),
	CONSTRAINT fk_return_case_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_return_case_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_return_case_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
	CONSTRAINT fk_return_case_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_return_case_note_id FOREIGN KEY(note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_return_case_customer_id ON return_case (customer_id)
--
CREATE INDEX ix_return_case_order_id ON return_case (order_id)
--
CREATE INDEX ix_return_case_return_key ON return_case (return_key) WHERE return_key <> ''
--
CREATE INDEX ix_return_case_shipment_id ON return_case (shipment_id)
--
CREATE INDEX ix_return_case_tracking_no ON return_case (tracking_no) WHERE tracking_no <> ''
--
CREATE TABLE slot (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	cart_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	code TEXT DEFAULT '' NOT NULL,
	tote_id INTEGER,
	shipment_id INTEGER,
	CONSTRAINT pk_slot PRIMARY KEY (id),
	CONSTRAINT uq_slot_cart_id_position UNIQUE (cart_id, position),
	CONSTRAINT fk_slot_cart_id FOREIGN KEY(cart_id) REFERENCES cart (id),
	CONSTRAINT fk_slot_tote_id FOREIGN KEY(tote_id) REFERENCES tote (id),
	CONSTRAINT fk_slot_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id)
)
 STRICT
--
CREATE UNIQUE INDEX uq_slot_shipment_id ON slot (shipment_id) WHERE shipment_id IS NOT NULL
--
CREATE UNIQUE INDEX uq_slot_tote_id ON slot (tote_id) WHERE tote_id IS NOT NULL
--
CREATE TABLE sync_conflict (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	field TEXT NOT NULL,
	our_value TEXT,
	channel_value TEXT,
	state TEXT DEFAULT 'open' NOT NULL,
	opened_at INTEGER NOT NULL,
	resolved_by INTEGER,
	resolved_at INTEGER,
	CONSTRAINT pk_sync_conflict PRIMARY KEY (id),
	CONSTRAINT ck_sync_conflict_state_known CHECK (state IN ('open', 'kept_ours', 'took_theirs')),
	CONSTRAINT fk_sync_conflict_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id)
)
 STRICT
--
CREATE INDEX ix_sync_conflict_order_id ON sync_conflict (order_id)
--
CREATE UNIQUE INDEX uq_sync_conflict_open ON sync_conflict (order_id, field) WHERE state = 'open'
--
CREATE TABLE demand (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	per_unit INTEGER DEFAULT 1 NOT NULL,
	cancelled_qty INTEGER DEFAULT 0 NOT NULL,
	allocated_qty INTEGER DEFAULT 0 NOT NULL,
	shipped_qty INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_demand PRIMARY KEY (id),
	CONSTRAINT uq_demand_order_line_id_variant_id UNIQUE (order_line_id, variant_id),
	CONSTRAINT ck_demand_allocated_within_wanted CHECK (allocated_qty + shipped_qty + cancelled_qty <= quantity),
	CONSTRAINT ck_demand_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_demand_per_unit_positive CHECK (per_unit > 0),
	CONSTRAINT ck_demand_allocated_qty_not_negative CHECK (allocated_qty >= 0),
	CONSTRAINT ck_demand_shipped_qty_not_negative CHECK (shipped_qty >= 0),
	CONSTRAINT ck_demand_cancelled_qty_not_negative CHECK (cancelled_qty >= 0),
	CONSTRAINT fk_demand_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_demand_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_demand_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_demand_open ON demand (variant_id, order_id) WHERE allocated_qty + shipped_qty + cancelled_qty < quantity
--
CREATE INDEX ix_demand_order_id ON demand (order_id)
--
CREATE TABLE hold (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER,
	kind TEXT NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	placed_by INTEGER,
	placed_at INTEGER NOT NULL,
	until_at INTEGER,
	released_by INTEGER,
	released_at INTEGER,
	release_reason TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_hold PRIMARY KEY (id),
	CONSTRAINT ck_hold_kind_known CHECK (kind IN ('payment', 'fraud', 'address', 'stock', 'customer_request', 'channel', 'duplicate', 'manual', 'rule')),
	CONSTRAINT fk_hold_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_hold_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id)
)
 STRICT
--
CREATE INDEX ix_hold_due ON hold (until_at) WHERE released_at IS NULL AND until_at IS NOT NULL
--
CREATE INDEX ix_hold_order_id ON hold (order_id)
--
CREATE INDEX ix_hold_order_line_id ON hold (order_line_id) WHERE order_line_id IS NOT NULL
--
CREATE TABLE label (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	shipment_id INTEGER NOT NULL,
	parcel_id INTEGER NOT NULL,
	state TEXT DEFAULT 'requested' NOT NULL,
	idempotency_key TEXT NOT NULL,
	carrier TEXT DEFAULT '' NOT NULL,
	service TEXT DEFAULT '' NOT NULL,
	tracking_no TEXT DEFAULT '' NOT NULL,
	carrier_shipment_id TEXT DEFAULT '' NOT NULL,
	cost_minor INTEGER,
	currency TEXT DEFAULT '' NOT NULL,
	format TEXT DEFAULT '' NOT NULL,
	content BLOB,
	data TEXT DEFAULT '{}' NOT NULL,
	error TEXT DEFAULT '' NOT NULL,
	requested_at INTEGER,
	purchased_at INTEGER,
	printed_at INTEGER,
	voided_at INTEGER,
	CONSTRAINT pk_label PRIMARY KEY (id),
	CONSTRAINT uq_label_idempotency_key UNIQUE (idempotency_key),
	CONSTRAINT ck_label_state_known CHECK (state IN ('requested', 'unknown', 'failed', 'purchased', 'printed', 'void_requested', 'voided')),
	CONSTRAINT fk_label_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_label_parcel_id FOREIGN KEY(parcel_id) REFERENCES parcel (id)
)
 STRICT
--
CREATE INDEX ix_label_parcel_id ON label (parcel_id)
--
CREATE INDEX ix_label_shipment_id ON label (shipment_id)
--
CREATE UNIQUE INDEX uq_label_live ON label (parcel_id) WHERE state IN ('requested', 'unknown', 'purchased', 'printed', 'void_requested')
--
CREATE TABLE mapping_task (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	sku TEXT DEFAULT '' NOT NULL,
	sku_key TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'open' NOT NULL,
	variant_id INTEGER,
	done_by INTEGER,
	done_at INTEGER,
	CONSTRAINT pk_mapping_task PRIMARY KEY (id),
	CONSTRAINT uq_mapping_task_order_line_id UNIQUE (order_line_id),
	CONSTRAINT ck_mapping_task_done_names_variant CHECK (state <> 'done' OR variant_id IS NOT NULL),
	CONSTRAINT ck_mapping_task_state_known CHECK (state IN ('open', 'done')),
	CONSTRAINT fk_mapping_task_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_mapping_task_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_mapping_task_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id)
)
 STRICT
--
CREATE INDEX ix_mapping_task_open ON mapping_task (sku_key) WHERE state = 'open'
--
CREATE INDEX ix_mapping_task_order_id ON mapping_task (order_id)
--
CREATE TABLE order_custom_value (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	custom_field_id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER,
	text_value TEXT,
	int_value INTEGER,
	date_value TEXT,
	time_value INTEGER,
	personal_note_id INTEGER,
	CONSTRAINT pk_order_custom_value PRIMARY KEY (id),
	CONSTRAINT ck_order_custom_value_exactly_one_value CHECK ((CASE WHEN text_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN int_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN date_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN time_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN personal_note_id IS NULL THEN 0 ELSE 1 END) = 1),
	CONSTRAINT fk_order_custom_value_custom_field_id FOREIGN KEY(custom_field_id) REFERENCES custom_field (id),
	CONSTRAINT fk_order_custom_value_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_order_custom_value_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_order_custom_value_personal_note_id FOREIGN KEY(personal_note_id) REFERENCES personal_note (id)
)
 STRICT
--
CREATE INDEX ix_order_custom_value_order_id ON order_custom_value (order_id)
--
CREATE UNIQUE INDEX uq_order_custom_value_part ON order_custom_value (custom_field_id, order_line_id) WHERE order_line_id IS NOT NULL
--
CREATE UNIQUE INDEX uq_order_custom_value_root ON order_custom_value (custom_field_id, order_id) WHERE order_line_id IS NULL
--
CREATE TABLE order_tax (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER,
	order_charge_id INTEGER,
	title TEXT DEFAULT '' NOT NULL,
	rate TEXT,
	amount_minor INTEGER NOT NULL,
	presentment_amount_minor INTEGER,
	CONSTRAINT pk_order_tax PRIMARY KEY (id),
	CONSTRAINT ck_order_tax_one_owner CHECK (order_line_id IS NULL OR order_charge_id IS NULL),
	CONSTRAINT fk_order_tax_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_order_tax_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_order_tax_order_charge_id FOREIGN KEY(order_charge_id) REFERENCES order_charge (id)
)
 STRICT
--
CREATE INDEX ix_order_tax_order_charge_id ON order_tax (order_charge_id) WHERE order_charge_id IS NOT NULL
--
CREATE INDEX ix_order_tax_order_id ON order_tax (order_id)
--
CREATE INDEX ix_order_tax_order_line_id ON order_tax (order_line_id) WHERE order_line_id IS NOT NULL
--
CREATE TABLE refund (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	return_case_id INTEGER,
	payment_id INTEGER,
	external_id TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'proposed' NOT NULL,
	reason TEXT DEFAULT '' NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	proposed_by INTEGER,
	approved_by INTEGER,
	proposed_at INTEGER,
	approved_at INTEGER,
	settled_at INTEGER,
	CONSTRAINT pk_refund PRIMARY KEY (id),
	CONSTRAINT ck_refund_amount_minor_not_negative CHECK (amount_minor >= 0),
	CONSTRAINT ck_refund_state_known CHECK (state IN ('proposed', 'approved', 'submitted', 'settled', 'failed', 'withdrawn')),
	CONSTRAINT fk_refund_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_refund_return_case_id FOREIGN KEY(return_case_id) REFERENCES return_case (id),
	CONSTRAINT fk_refund_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id)
)
 STRICT
--
CREATE INDEX ix_refund_order_id ON refund (order_id)
--
CREATE INDEX ix_refund_payment_id ON refund (payment_id)
--
CREATE INDEX ix_refund_return_case_id ON refund (return_case_id)
--
CREATE UNIQUE INDEX uq_refund_external ON refund (order_id, external_id) WHERE external_id <> ''
--
CREATE TABLE tracking_event (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	shipment_id INTEGER NOT NULL,
	parcel_id INTEGER,
	at INTEGER NOT NULL,
	code TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	external_id TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_tracking_event PRIMARY KEY (id),
	CONSTRAINT fk_tracking_event_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_tracking_event_parcel_id FOREIGN KEY(parcel_id) REFERENCES parcel (id)
)
 STRICT
--
CREATE INDEX ix_tracking_event_shipment_id ON tracking_event (shipment_id)
--
CREATE UNIQUE INDEX uq_tracking_event_external ON tracking_event (shipment_id, external_id) WHERE external_id <> ''
--
CREATE TABLE shipment_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	shipment_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	demand_id INTEGER,
	variant_id INTEGER,
	quantity INTEGER NOT NULL,
	bin_id INTEGER,
	lot_id INTEGER NOT NULL,
	short_qty INTEGER DEFAULT 0 NOT NULL,
	short_reason TEXT DEFAULT '' NOT NULL,
	packed_qty INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_shipment_line PRIMARY KEY (id),
	CONSTRAINT ck_shipment_line_packed_within_wanted CHECK (packed_qty + short_qty <= quantity),
	CONSTRAINT ck_shipment_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_shipment_line_packed_qty_not_negative CHECK (packed_qty >= 0),
	CONSTRAINT ck_shipment_line_short_qty_not_negative CHECK (short_qty >= 0),
	CONSTRAINT fk_shipment_line_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_shipment_line_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_shipment_line_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_shipment_line_demand_id FOREIGN KEY(demand_id) REFERENCES demand (id),
	CONSTRAINT fk_shipment_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_shipment_line_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id),
	CONSTRAINT fk_shipment_line_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id)
)
 STRICT
--
CREATE INDEX ix_shipment_line_demand_id ON shipment_line (demand_id) WHERE demand_id IS NOT NULL
--
CREATE INDEX ix_shipment_line_order_id ON shipment_line (order_id)
--
CREATE INDEX ix_shipment_line_order_line_id ON shipment_line (order_line_id)
--
CREATE INDEX ix_shipment_line_shipment_id ON shipment_line (shipment_id)
--
CREATE TABLE allocation (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	order_id INTEGER NOT NULL,
	demand_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	warehouse_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	allocated_at INTEGER NOT NULL,
	shipment_line_id INTEGER,
	CONSTRAINT pk_allocation PRIMARY KEY (id),
	CONSTRAINT ck_allocation_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_allocation_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_allocation_demand_id FOREIGN KEY(demand_id) REFERENCES demand (id),
	CONSTRAINT fk_allocation_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_allocation_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
	CONSTRAINT fk_allocation_shipment_line_id FOREIGN KEY(shipment_line_id) REFERENCES shipment_line (id)
)
 STRICT
--
CREATE INDEX ix_allocation_demand_id ON allocation (demand_id)
--
CREATE INDEX ix_allocation_order_id ON allocation (order_id)
--
CREATE INDEX ix_allocation_shipment_line_id ON allocation (shipment_line_id) WHERE shipment_line_id IS NOT NULL
--
CREATE INDEX ix_allocation_variant_id_warehouse_id ON allocation (variant_id, warehouse_id)
--
CREATE TABLE parcel_content (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	parcel_id INTEGER NOT NULL,
	shipment_id INTEGER NOT NULL,
	shipment_line_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	verified_by INTEGER,
	verified_at INTEGER NOT NULL,
	is_forced INTEGER DEFAULT 0 NOT NULL,
	force_reason TEXT DEFAULT '' NOT NULL,
	scan_text TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_parcel_content PRIMARY KEY (id),
	CONSTRAINT ck_parcel_content_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_parcel_content_serial_is_one_piece CHECK (serial = '' OR quantity = 1),
	CONSTRAINT fk_parcel_content_parcel_id FOREIGN KEY(parcel_id) REFERENCES parcel (id),
	CONSTRAINT fk_parcel_content_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
	CONSTRAINT fk_parcel_content_shipment_line_id FOREIGN KEY(shipment_line_id) REFERENCES shipment_line (id),
	CONSTRAINT fk_parcel_content_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_parcel_content_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id)
)
 STRICT
--
CREATE INDEX ix_parcel_content_parcel_id ON parcel_content (parcel_id)
--
CREATE INDEX ix_parcel_content_serial ON parcel_content (variant_id, serial) WHERE serial <> ''
--
CREATE INDEX ix_parcel_content_shipment_id ON parcel_content (shipment_id)
--
CREATE INDEX ix_parcel_content_shipment_line_id ON parcel_content (shipment_line_id)
--
CREATE TABLE pick_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	pick_list_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	shipment_line_id INTEGER NOT NULL,
	variant_id INTEGER NOT NULL,
	bin_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	quantity INTEGER NOT NULL,
	picked_qty INTEGER DEFAULT 0 NOT NULL,
	short_qty INTEGER DEFAULT 0 NOT NULL,
	short_reason TEXT DEFAULT '' NOT NULL,
	tote_id INTEGER,
	slot_id INTEGER,
	picked_by INTEGER,
	picked_at INTEGER,
	CONSTRAINT pk_pick_line PRIMARY KEY (id),
	CONSTRAINT ck_pick_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_pick_line_picked_within_wanted CHECK (picked_qty + short_qty <= quantity),
	CONSTRAINT ck_pick_line_picked_qty_not_negative CHECK (picked_qty >= 0),
	CONSTRAINT ck_pick_line_short_qty_not_negative CHECK (short_qty >= 0),
	CONSTRAINT fk_pick_line_pick_list_id FOREIGN KEY(pick_list_id) REFERENCES pick_list (id),
	CONSTRAINT fk_pick_line_shipment_line_id FOREIGN KEY(shipment_line_id) REFERENCES shipment_line (id),
	CONSTRAINT fk_pick_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_pick_line_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id),
	CONSTRAINT fk_pick_line_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_pick_line_tote_id FOREIGN KEY(tote_id) REFERENCES tote (id),
	CONSTRAINT fk_pick_line_slot_id FOREIGN KEY(slot_id) REFERENCES slot (id)
)
 STRICT
--
CREATE INDEX ix_pick_line_pick_list_id ON pick_line (pick_list_id)
--
CREATE INDEX ix_pick_line_shipment_line_id ON pick_line (shipment_line_id)
--
CREATE TABLE return_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	return_case_id INTEGER NOT NULL,
	order_line_id INTEGER,
	shipment_line_id INTEGER,
	parcel_content_id INTEGER,
	variant_id INTEGER,
	lot_id INTEGER NOT NULL,
	serial TEXT DEFAULT '' NOT NULL,
	state TEXT DEFAULT 'expected' NOT NULL,
	reason_code TEXT DEFAULT '' NOT NULL,
	condition TEXT DEFAULT '' NOT NULL,
	disposition TEXT DEFAULT '' NOT NULL,
	resolution TEXT DEFAULT '' NOT NULL,
	bin_id INTEGER,
	inspected_by INTEGER,
	received_at INTEGER,
	inspected_at INTEGER,
	restocked_at INTEGER,
	CONSTRAINT pk_return_line PRIMARY KEY (id),
	CONSTRAINT ck_return_line_state_known CHECK (state IN ('expected', 'received', 'missing', 'extra', 'wrong_item')),
	CONSTRAINT ck_return_line_condition_known CHECK (condition IN ('', 'as_new', 'opened', 'used', 'damaged', 'incomplete', 'counterfeit')),
	CONSTRAINT ck_return_line_disposition_known CHECK (disposition IN ('', 'restock', 'quarantine', 'repair', 'scrap', 'return_to_customer', 'supplier_claim')),
	CONSTRAINT ck_return_line_resolution_known CHECK (resolution IN ('', 'refund', 'exchange', 'store_credit', 'repair', 'reject')),
	CONSTRAINT fk_return_line_return_case_id FOREIGN KEY(return_case_id) REFERENCES return_case (id),
	CONSTRAINT fk_return_line_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_return_line_shipment_line_id FOREIGN KEY(shipment_line_id) REFERENCES shipment_line (id),
	CONSTRAINT fk_return_line_parcel_content_id FOREIGN KEY(parcel_content_id) REFERENCES parcel_content (id),
	CONSTRAINT fk_return_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id),
	CONSTRAINT fk_return_line_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_return_line_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id)
)
 STRICT
--
CREATE INDEX ix_return_line_order_line_id ON return_line (order_line_id)
--
CREATE INDEX ix_return_line_parcel_content_id ON return_line (parcel_content_id) WHERE parcel_content_id IS NOT NULL
--
CREATE INDEX ix_return_line_return_case_id ON return_line (return_case_id)
--
CREATE INDEX ix_return_line_shipment_line_id ON return_line (shipment_line_id) WHERE shipment_line_id IS NOT NULL
--
CREATE TABLE refund_line (
	id INTEGER NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	refund_id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	order_line_id INTEGER,
	order_charge_id INTEGER,
	return_line_id INTEGER,
	quantity INTEGER DEFAULT 0 NOT NULL,
	amount_minor INTEGER NOT NULL,
	tax_minor INTEGER DEFAULT 0 NOT NULL,
	CONSTRAINT pk_refund_line PRIMARY KEY (id),
	CONSTRAINT ck_refund_line_one_subject CHECK (order_line_id IS NULL OR order_charge_id IS NULL),
	CONSTRAINT ck_refund_line_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_refund_line_amount_minor_not_negative CHECK (amount_minor >= 0),
	CONSTRAINT fk_refund_line_refund_id FOREIGN KEY(refund_id) REFERENCES refund (id),
	CONSTRAINT fk_refund_line_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
	CONSTRAINT fk_refund_line_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_refund_line_order_charge_id FOREIGN KEY(order_charge_id) REFERENCES order_charge (id),
	CONSTRAINT fk_refund_line_return_line_id FOREIGN KEY(return_line_id) REFERENCES return_line (id)
)
 STRICT
--
CREATE INDEX ix_refund_line_order_charge_id ON refund_line (order_charge_id)
--
CREATE INDEX ix_refund_line_order_id ON refund_line (order_id)
--
CREATE INDEX ix_refund_line_order_line_id ON refund_line (order_line_id)
--
CREATE INDEX ix_refund_line_refund_id ON refund_line (refund_id)
--
CREATE INDEX ix_refund_line_return_line_id ON refund_line (return_line_id)

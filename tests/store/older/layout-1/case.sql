PRAGMA application_id = 1382247533;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE audit (
	seq INTEGER NOT NULL CHECK (seq > 0), 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	verb TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	writes TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	head TEXT NOT NULL, 
	PRIMARY KEY (seq)
)
 STRICT

;
INSERT INTO "audit" VALUES(1,'2025-01-01T00:00:00.000000Z','Inspectorate','new','null','{"meta":{"schema":"6a60a88807ab545176ced8531c43c69dc48714b608075701a82194867130d4ad"},"toml":{"case.toml":"1959f40d9714ea8566957175391ce393357d3670230f4472cd7054cf47daf81f"}}','0000000000000000000000000000000000000000000000000000000000000000','575eb0f8704b5aa89a5c6287bcd7ba3e12182e0c5b2cd5fd0958420925df77dd');
INSERT INTO "audit" VALUES(2,'2025-01-01T00:00:00.000001Z','Inspectorate','add','{"files":[{"name":"stock.csv","sha256":"02aaa83b2c7aecdaa431a4dbbee1249ab16fce167ed2e26bd8c32e4ab2c49e1a"},{"name":"sources.csv","sha256":"f9fa478af65363aacc6d543dffda65dc72c50a82b64f105adff015b95014781e"},{"name":"note.txt","sha256":"5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5"}]}','{"files":{"sources/5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5":"faf2ef65be6b9357063df719a0f92cd398e0800ec0a9f375eddbe34cbbc2d657"},"records":{"3a4b1ab738044d6870640cc2ec950367c540d54ac7e81462d92a502b8aa5a057":"f494c2e7e98e7867d8a424f43e1f0dafa1437dedecb4a42e3d6e8b6a2ac33cb5","67628af2b6f87c86e93b990689e69a9d2521297e4450207ba48a48e4b0f478da":"43c4cd6cd901e351105b4ca56c00c4ff426b20e15aa3be4cddebd4a0cfdd8d01","9053e9d0a4a241ed4b252d1b18ceca43b975c6dbf9104d711094df2c40182029":"c12be6ce2854568c7d8071d2cd7442b400e0fc0dd890e14880994bd9594bead4","aac4b827913c87581955559b539bddee43f1fc43db7005cb8b5a67aad2b71647":"67cd8a26a2adedc3a64df849cfbc5f97820d142210eafeb20d3202322a7befa4","b7b9dcef459f2484b9dd2bc7749763531756abf28d84285352a32dd917801537":"385476621dc8cfaf9e7f785aa3c7f52ec351ae610de68d52ce0f30b59da3a2c9"},"waiting":{"df5cb551d883b655ec837d842a547160f61f16cf57f76a1c75789e32d80fea30":"421387901eb78049dc024e44072447307c564edf763f8abdae97ba892766ef15"}}','575eb0f8704b5aa89a5c6287bcd7ba3e12182e0c5b2cd5fd0958420925df77dd','4e4eed58bc81f5af4ef006dc1e376b332c0f1ab22189a12d657ddce617ec7462');
INSERT INTO "audit" VALUES(3,'2025-01-01T00:00:00.000002Z','Inspectorate','add','{"files":[{"name":"stock.csv","sha256":"8c18f663cd1c14c8caad81294788bff463cd24caf417e445f14447bf0ec0be76"}]}','{"decisions":{"ec33e1d024110a9bb27b84a00e7fd82d505f733cc71b23ae246a01b778e1cb1d":"340068bab51f6bc35e037818df4dfd0239ac7c26eb32b818cd73f1029163ebb8"},"records":{"09c226dce56c306ed42d361a056f9febb0b3ef4c1de5a53f165e2d9ab474a585":"ebd8fbec25a41b337255825e63fd85f3d521157873f3ac4ac21861be768326fb"}}','4e4eed58bc81f5af4ef006dc1e376b332c0f1ab22189a12d657ddce617ec7462','8f8971519c6034daa0c5369977a05b00f2c36b7cc5a3848706c3096885eb8e0d');
INSERT INTO "audit" VALUES(4,'2025-01-01T00:00:00.000004Z','Inspectorate','decide','null','{"decisions":{"9c9d76a308337318c31c3b4cbda0fc40cbae81f155701cd0978fe6eacab2f753":"93e55c743062a8cf216b9d8e367b45d67d725e6ffe77e486d4a31c68eb689597"}}','8f8971519c6034daa0c5369977a05b00f2c36b7cc5a3848706c3096885eb8e0d','bf14d8ef0bf0aa144186bde3f1c550dcc8de1cab2e21ad57140b16d641fdceaa');
INSERT INTO "audit" VALUES(5,'2025-01-01T00:00:00.000006Z','Inspectorate','read','null','{"proposals":{"pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp":"580bcbf921cd2c97bbd13049bbc9d053762c4b4420994e2957acc0a23d530400"}}','bf14d8ef0bf0aa144186bde3f1c550dcc8de1cab2e21ad57140b16d641fdceaa','35c433c50df3e794a547a2145e04243a5ed0ad4c435b376264af7ea3ba118cf3');
CREATE TABLE decisions (
	id TEXT NOT NULL, 
	subjects TEXT NOT NULL, 
	judgement TEXT NOT NULL, 
	author TEXT NOT NULL, 
	made TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "decisions" VALUES('ec33e1d024110a9bb27b84a00e7fd82d505f733cc71b23ae246a01b778e1cb1d','["67628af2b6f87c86e93b990689e69a9d2521297e4450207ba48a48e4b0f478da","09c226dce56c306ed42d361a056f9febb0b3ef4c1de5a53f165e2d9ab474a585"]','correct','Inspectorate','2025-01-01T00:00:00.000003Z','stock.csv row 2 gives other cells for stock#H1: quantity','[]','2025-01-01T00:00:00.000002Z',3);
INSERT INTO "decisions" VALUES('9c9d76a308337318c31c3b4cbda0fc40cbae81f155701cd0978fe6eacab2f753','["stock#H2"]','reject','Inspectorate','2025-01-01T00:00:00.000005Z','an echo of H1','[["stock#H2","b7b9dcef459f2484b9dd2bc7749763531756abf28d84285352a32dd917801537"]]','2025-01-01T00:00:00.000004Z',4);
CREATE TABLE files (
	path TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (path)
)
 STRICT

;
INSERT INTO "files" VALUES('sources/5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5','5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5',40,'note.txt','2025-01-01T00:00:00.000001Z',2);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "meta" VALUES('schema','1',1);
CREATE TABLE proposals (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	body TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "proposals" VALUES('pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp','5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5','{"content":"The depot was inspected.","kind":"statement"}','2025-01-01T00:00:00.000006Z',5);
CREATE TABLE records (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	anchor_kind TEXT NOT NULL, 
	locator TEXT NOT NULL, 
	written TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "records" VALUES('3a4b1ab738044d6870640cc2ec950367c540d54ac7e81462d92a502b8aa5a057','5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5','sources','row','sources#5cdec43f2d18','{"id":"5cdec43f2d18","sha256":"5cdec43f2d18bb06d90b3f4f172827b68b11cf3e9bceb9b13ed834c902bb0bf5","title":"note.txt"}','2025-01-01T00:00:00.000001Z',2);
INSERT INTO "records" VALUES('9053e9d0a4a241ed4b252d1b18ceca43b975c6dbf9104d711094df2c40182029','a22cee60df2c0223dfe95004b0e588aadddd861db9f036481738276340b309b1','sources','row','sources#S1','{"id":"S1","publisher":"Inspectorate","rests_on":"self","title":"Depot inspection"}','2025-01-01T00:00:00.000001Z',2);
INSERT INTO "records" VALUES('aac4b827913c87581955559b539bddee43f1fc43db7005cb8b5a67aad2b71647','00aea16787cc90a4cd9e72950ad681db970b3572bf07315a9a424fb50ea09180','sources','row','sources#S2','{"id":"S2","publisher":"Channel Nine","rests_on":"S1","title":"Evening news"}','2025-01-01T00:00:00.000001Z',2);
INSERT INTO "records" VALUES('67628af2b6f87c86e93b990689e69a9d2521297e4450207ba48a48e4b0f478da','a22cee60df2c0223dfe95004b0e588aadddd861db9f036481738276340b309b1','stock','row','stock#H1','{"as_of":"2019-08","counts":"items","holder":"Northern Brigade","id":"H1","kind":"on_hand","quantity":"100","source":"S1","type":"carbine"}','2025-01-01T00:00:00.000001Z',2);
INSERT INTO "records" VALUES('b7b9dcef459f2484b9dd2bc7749763531756abf28d84285352a32dd917801537','00aea16787cc90a4cd9e72950ad681db970b3572bf07315a9a424fb50ea09180','stock','row','stock#H2','{"as_of":"2019-08","counts":"items","holder":"Northern Brigade","id":"H2","kind":"on_hand","quantity":"100","source":"S2","type":"carbine"}','2025-01-01T00:00:00.000001Z',2);
INSERT INTO "records" VALUES('09c226dce56c306ed42d361a056f9febb0b3ef4c1de5a53f165e2d9ab474a585','a22cee60df2c0223dfe95004b0e588aadddd861db9f036481738276340b309b1','stock','row','stock#H1','{"as_of":"2019-08","counts":"items","holder":"Northern Brigade","id":"H1","kind":"on_hand","quantity":"120","source":"S1","type":"carbine"}','2025-01-01T00:00:00.000002Z',3);
CREATE TABLE requests (
	id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE toml (
	path TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	text TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (path)
)
 STRICT

;
INSERT INTO "toml" VALUES('case.toml','ee55f36ab7beba64f6884adcf464d5e6bf2ee9240eb34ba3c6c6684f91a4fc72','# What this case is. Edit it by hand; the next command that writes records the edit in the audit log.
name = "An older case"
owner = "Inspectorate"

# Traffic Light Protocol 2.0: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.
handling = "TLP:AMBER"

# On whose behalf: state point of contact, police, UN panel, or non-state body.
standing = "non-state body"

# True only for a case made of invented records; real and invented ones never stand in one case.
synthetic = false

[rules]
# Two rows with one exact mark are one article ("chain"), or a person is asked each time ("ask").
exact = "chain"
','2025-01-01T00:00:00.000000Z',1);
CREATE TABLE waiting (
	id TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	form TEXT NOT NULL, 
	cells TEXT NOT NULL, 
	found TEXT NOT NULL, 
	parent TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "waiting" VALUES('df5cb551d883b655ec837d842a547160f61f16cf57f76a1c75789e32d80fea30',0,'stock','{"as_of":"2019","counts":"items","holder":"Northern Brigade","id":"H3","kind":"on_hand","quantity":"1","source":"S9","type":"carbine"}','stock.csv row 4','source S9','2025-01-01T00:00:00.000001Z',2);
CREATE INDEX records_by_place ON records (kind, locator);
COMMIT;

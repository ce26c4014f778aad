# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'packing_packed.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout,
    QWidget)

from desktop_oms.ui.widgets.pack_packed import (NextActionCard, NextOrderCard, PackedField, PrintJobCard)

class Ui_PackingPacked(object):
    def setupUi(self, PackingPacked):
        if not PackingPacked.objectName():
            PackingPacked.setObjectName(u"PackingPacked")
        PackingPacked.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.packedLayout = QVBoxLayout(PackingPacked)
        self.packedLayout.setSpacing(12)
        self.packedLayout.setObjectName(u"packedLayout")
        self.packedLayout.setContentsMargins(0, 0, 0, 0)
        self.packedField = PackedField(PackingPacked)
        self.packedField.setObjectName(u"packedField")

        self.packedLayout.addWidget(self.packedField)

        self.jobLayout = QHBoxLayout()
        self.jobLayout.setSpacing(12)
        self.jobLayout.setObjectName(u"jobLayout")
        self.jobLayout.setContentsMargins(0, 0, 0, 0)
        self.slipCard = PrintJobCard(PackingPacked)
        self.slipCard.setObjectName(u"slipCard")

        self.jobLayout.addWidget(self.slipCard)

        self.labelCard = PrintJobCard(PackingPacked)
        self.labelCard.setObjectName(u"labelCard")

        self.jobLayout.addWidget(self.labelCard)

        self.jobLayout.setStretch(0, 1)
        self.jobLayout.setStretch(1, 1)

        self.packedLayout.addLayout(self.jobLayout)

        self.nextActionCard = NextActionCard(PackingPacked)
        self.nextActionCard.setObjectName(u"nextActionCard")

        self.packedLayout.addWidget(self.nextActionCard)

        self.nextOrderCard = NextOrderCard(PackingPacked)
        self.nextOrderCard.setObjectName(u"nextOrderCard")

        self.packedLayout.addWidget(self.nextOrderCard)

        self.packedLayout.setStretch(0, 3)
        self.packedLayout.setStretch(2, 2)

        self.retranslateUi(PackingPacked)

        QMetaObject.connectSlotsByName(PackingPacked)
    # setupUi

    def retranslateUi(self, PackingPacked):
        pass
    # retranslateUi

